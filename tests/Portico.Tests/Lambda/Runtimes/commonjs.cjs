const { answer } = require('./answer.cjs');
exports.handler = async (event) => answer(event);
