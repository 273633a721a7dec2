const fs = require('node:fs');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
exports.answer = async (event) => {
  switch (event.queryStringParameters?.do) {
    case 'error': throw new Error('told to fail');
    case 'sleep': await wait(60000); return {};
    case 'binary': return { statusCode: 200, isBase64Encoded: true, body: event.body };
    case 'large': return { statusCode: 200, body: 'x'.repeat(5000000) };
    case 'meet': {
      const folder = event.queryStringParameters.folder;
      fs.writeFileSync(`${folder}/${process.pid}`, '');
      while (fs.readdirSync(folder).length < 2) await wait(10);
      return { statusCode: 200, body: `${process.pid}` };
    }
    default: return { statusCode: 200, isBase64Encoded: true, body: Buffer.from(JSON.stringify(event)).toString('base64') };
  }
};
