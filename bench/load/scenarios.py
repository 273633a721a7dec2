"""The table of scenarios. A new one is one more entry: who takes part, what is asked, what is aimed at."""
from dataclasses import dataclass, field

from definitions import ORDER_MODEL, ORDER_TEMPLATE, handler, http_proxy, http_with_template, lambda_proxy, mock, openapi, operation, order, route
from gateways import CACHE_HTTP, CACHED, PROXY, Nginx, Portico, ServerlessOffline, Varnish, Yarp, answers
from traffic import Request

ORDER = order(1024)
SHORT = '{"id":"4711","state":"open"}'

OTHER_ROUTES = 300


@dataclass(frozen=True)
class Contestant:
    gateway: object
    request: Request

    @property
    def name(self):
        return self.gateway.name


@dataclass(frozen=True)
class Scenario:
    name: str
    question: str

    # The first one is what the others are held against.
    contestants: tuple

    # What Portico's ratio is to be at most.
    target: float

    # What the back end answers, or None when there is none.
    backend: str | None = None

    # A server in Node in nginx's place.
    backend_is_node: bool = False

    # Whether functions are called, and whether they are counted with the gateway that runs them.
    has_functions: bool = False
    counts_functions: bool = True
    notes: tuple = field(default=())


def pass_through(porticos):
    request = Request(paths=("/orders",), answer=ORDER.encode())

    def api(backend_port):
        integration = http_proxy(f"http://127.0.0.1:{backend_port}/orders")
        return openapi({"/orders": {"get": operation(integration)}}, OTHER_ROUTES, integration)

    return Scenario(
        "pass-through", f"GET to a back end, HTTP_PROXY, {OTHER_ROUTES} other routes, 1 KB answer",
        contestants=(
            Contestant(Nginx("nginx", PROXY), request),
            *(Contestant(Portico(name, command, api), request) for name, command in porticos),
            Contestant(Yarp("yarp", inline=False), request),
            Contestant(Yarp("yarp-inline", inline=True), request),
        ),
        target=1.35, backend=ORDER)


def without_back_end(porticos):
    request = Request(paths=("/orders",), answer=ORDER.encode())

    def api(_):
        return openapi({"/orders": {"get": operation(mock(ORDER))}}, OTHER_ROUTES, mock(SHORT))

    return Scenario(
        "mock", f"GET answered without a back end, MOCK, {OTHER_ROUTES} other routes, 1 KB answer",
        contestants=(
            Contestant(Nginx("nginx-return", answers(ORDER)), request),
            *(Contestant(Portico(name, command, api), request) for name, command in porticos),
        ),
        target=1.30)


def validated_post(porticos):
    request = Request(paths=("/orders",), answer=SHORT.encode(), method="POST", body=ORDER, headers=(("Content-Type", "application/json"),))

    def api(backend_port):
        uri = f"http://127.0.0.1:{backend_port}/orders"
        post = operation(
            http_with_template(uri, ORDER_TEMPLATE),
            **{"x-amazon-apigateway-request-validator": "body", "requestBody": {"content": {"application/json": {"schema": ORDER_MODEL}}}})
        return openapi({"/orders": {"post": post}}, OTHER_ROUTES, http_proxy(uri), **{
            "x-amazon-apigateway-request-validators": {"body": {"validateRequestBody": True, "validateRequestParameters": False}}})

    return Scenario(
        "validated-post", f"POST of 1 KB, validated and made anew by a template, HTTP, {OTHER_ROUTES} other routes",
        contestants=(
            Contestant(Nginx("nginx", PROXY), request),
            *(Contestant(Portico(name, command, api), request) for name, command in porticos),
        ),
        target=1.75, backend=SHORT)


# Common Log Format, and both times.
ACCESS_LOG = ('$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" '
              '$context.status $context.responseLength $context.requestId $context.extendedRequestId $context.integrationLatency $context.responseLatency')


def access_log(porticos):
    request = Request(paths=("/orders",), answer=ORDER.encode())
    stage = (("/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:000000000000:log-group:access"), ("/accessLogSettings/format", ACCESS_LOG))

    def api(_):
        return openapi({"/orders": {"get": operation(mock(ORDER))}}, OTHER_ROUTES, mock(SHORT))

    def settings(folder):
        return f"logs: {{ folder: {folder}/logs, maxFileBytes: 50000000, files: 2 }}\n"

    return Scenario(
        "access-log", "the mock scenario without and with an access log of twelve fields to a file; metrics are kept in both",
        contestants=tuple(Contestant(portico, request) for name, command in porticos
                          for portico in (Portico(name, command, api), Portico(name + "-logged", command, api, stage, settings=settings))),
        target=1.07)


def routes(porticos):
    """Every route of the API is asked for in turn; a short MOCK answer leaves little else to measure."""
    def contestants(count):
        request = Request(paths=tuple(route(number)[1] for number in range(count)), answer=SHORT.encode())
        return (Contestant(Portico(f"{name}-{count}", command, lambda _: openapi({}, count, mock(SHORT))), request) for name, command in porticos)

    return Scenario(
        "routes", "GET spread over all routes of an API with 10 and with 10,000 of them, MOCK",
        contestants=(*contestants(10), *contestants(10_000)),
        target=1.15)


def functions_under_load(porticos):
    request = Request(paths=("/orders",), answer=ORDER.encode())
    return Scenario(
        "lambda", f"GET answered by a warm Node function, AWS_PROXY, {OTHER_ROUTES} other routes, 1 KB answer; the gateway's own CPU, to a proxy's before a Node server",
        contestants=(
            Contestant(Yarp("kestrel", plain=True), request),
            Contestant(Yarp("yarp"), request),
            *(Contestant(Portico(name, command, functions_api, functions={"orders": handler(ORDER)}), request) for name, command in porticos),
        ),
        target=0.80, backend=ORDER, backend_is_node=True, has_functions=True, counts_functions=False)


def functions_whole(porticos):
    request = Request(paths=("/orders",), answer=ORDER.encode())
    return Scenario(
        "lambda-whole", "the same function, gateway and function counted together, to serverless-offline",
        contestants=(
            Contestant(ServerlessOffline(handler(ORDER)), request),
            *(Contestant(Portico(name, command, functions_api, functions={"orders": handler(ORDER)}), request) for name, command in porticos),
        ),
        target=0.05, has_functions=True)


def functions_api(_):
    integration = lambda_proxy("orders")
    return openapi({"/orders": {"get": operation(integration)}}, OTHER_ROUTES, integration)


def cache_hit(porticos):
    request = Request(paths=("/orders",), answer=ORDER.encode())
    stage = (("/cacheClusterSize", "0.5"), ("/cacheClusterEnabled", "true"), ("/*/*/caching/enabled", "true"), ("/*/*/caching/ttlInSeconds", "3600"),
             # A stage with method settings shows AWS's limits, and keeps to them.
             ("/*/*/throttling/rateLimit", "-1"), ("/*/*/throttling/burstLimit", "-1"))

    def api(backend_port):
        integration = http_proxy(f"http://127.0.0.1:{backend_port}/orders")
        return openapi({"/orders": {"get": operation(integration)}}, OTHER_ROUTES, integration)

    return Scenario(
        "cache-hit", f"GET answered out of the cache, {OTHER_ROUTES} other routes, 1 KB answer",
        contestants=(
            Contestant(Nginx("nginx-cache", CACHED, CACHE_HTTP), request),
            *(Contestant(Portico(name, command, api, stage), request) for name, command in porticos),
            Contestant(Varnish("varnish"), request),
        ),
        target=0.95, backend=ORDER)


SCENARIOS = {"pass-through": pass_through, "cache-hit": cache_hit, "mock": without_back_end, "validated-post": validated_post, "access-log": access_log, "routes": routes, "lambda": functions_under_load, "lambda-whole": functions_whole}
