const { answer } = require('./answer.cjs');
exports.handler = (event, context, callback) => { answer(event).then((result) => callback(null, result), callback); };
