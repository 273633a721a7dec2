// What comes next of the orders function: answers know their currency and what was ordered. The alias `next` leads here.
const orders = {
  1: { id: '1', customer: 'Ada', total: 24.0, items: [{ sku: 'tea', quantity: 4 }] },
  2: { id: '2', customer: 'Grace', total: 7.5, items: [{ sku: 'cup', quantity: 1 }] },
};

const answer = (statusCode, body, headers = {}) => ({
  statusCode,
  headers: { 'X-Function-Version': process.env.AWS_LAMBDA_FUNCTION_VERSION, ...headers },
  body: JSON.stringify(body),
});

export const handler = async (event, context) => {
  if (event.httpMethod === 'POST') {
    const { customer, items } = JSON.parse(event.body);
    const order = { id: context.awsRequestId, customer, currency: process.env.CURRENCY, items };
    console.log(`order ${order.id} of ${order.customer}`);
    return answer(201, order, { Location: `/orders/${order.id}` });
  }

  const order = orders[event.pathParameters.orderId];
  return order ? answer(200, { currency: process.env.CURRENCY, ...order }) : answer(404, { message: `there is no order ${event.pathParameters.orderId}` });
};
