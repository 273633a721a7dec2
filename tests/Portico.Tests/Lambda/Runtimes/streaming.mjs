export const handler = awslambda.streamifyResponse(async (event, stream) => {
  if (event.queryStringParameters?.do === 'error') throw new Error('told to fail');
  if (event.queryStringParameters?.do === 'sleep') await new Promise((resolve) => setTimeout(resolve, 60000));
  stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
  for (const piece of ['one;', 'two;', 'three']) stream.write(piece);
  stream.end();
});
