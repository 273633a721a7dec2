// Version 1 of the orders function: what the alias `live` leads to.
const orders = {
  1: { id: '1', customer: 'Ada', total: 24.0 },
  2: { id: '2', customer: 'Grace', total: 7.5 },
};

const answer = (statusCode, body, headers = {}) => ({ statusCode, headers, body: JSON.stringify(body) });

export const handler = async (event, context) => {
  if (event.httpMethod === 'POST') {
    const order = { id: context.awsRequestId, customer: JSON.parse(event.body).customer };
    console.log(`order ${order.id} of ${order.customer}`);
    return answer(201, order, { Location: `/orders/${order.id}` });
  }

  const order = orders[event.pathParameters.orderId];
  return order ? answer(200, order) : answer(404, { message: `there is no order ${event.pathParameters.orderId}` });
};
