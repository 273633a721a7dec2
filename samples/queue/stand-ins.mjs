// Stand-ins for SQS and DynamoDB, with the queue and the table that the sample uses.
//   node stand-ins.mjs SQS_PORT DYNAMODB_PORT [STEP_FUNCTIONS_URL]
// A URL of something that speaks Step Functions gets the sample's state machine as well.
import dynalite from 'dynalite';
import { buildApp } from 'fauxqs';

const [sqsPort, dynamodbPort, states] = process.argv.slice(2);

// The stand-ins want a signature and do not check it.
async function call(url, service, target, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function patiently(times, work) {
  for (let time = 1; ; time++) {
    try {
      return await work();
    } catch (failure) {
      if (time === times) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

const queues = await buildApp({ logger: false });
await queues.listen({ host: '127.0.0.1', port: Number(sqsPort) });
await call(`http://127.0.0.1:${sqsPort}/`, 'sqs', 'AmazonSQS.CreateQueue', { QueueName: 'orders' });

const tables = dynalite({ createTableMs: 0 });
await new Promise((resolve, reject) => tables.listen(Number(dynamodbPort), '127.0.0.1', (failure) => (failure ? reject(failure) : resolve())));
await call(`http://127.0.0.1:${dynamodbPort}/`, 'dynamodb', 'DynamoDB_20120810.CreateTable', {
  TableName: 'orders',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});

if (states) {
  await patiently(60, () => call(states, 'states', 'AWSStepFunctions.CreateStateMachine', {
    name: 'fulfilment',
    definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
    roleArn: 'arn:aws:iam::123456789012:role/fulfilment',
  }));
}

console.log('the stand-ins are ready');
