"""The APIs and bodies that are served: OpenAPI documents with as many routes as a scenario wants."""
import json


def order(total_bytes):
    """A JSON order of exactly so many bytes. Free of '$', '#' and quotes, which nginx and mapping templates would read."""
    document = {
        "id": "7f9c24e8-3b12-4fef-91e0-5d0a6f1b2c3d",
        "customer": {"name": "Ada Lovelace", "email": "ada@example.com", "address": {"street": "12 St James Square", "city": "London", "zip": "SW1Y 4JH"}},
        "currency": "EUR",
        "paid": True,
        "total": 184.35,
        "items": [{"sku": f"SKU-{4711 + n}", "name": f"Part number {n}", "quantity": n + 1, "price": 12.29} for n in range(6)],
        "note": "",
    }
    missing = total_bytes - len(json.dumps(document, separators=(",", ":")))
    document["note"] = ("leave it with the neighbour, " * (missing // 29 + 1))[:missing]
    return json.dumps(document, separators=(",", ":"))


def http_proxy(uri, method="GET"):
    return {"type": "http_proxy", "httpMethod": method, "uri": uri, "passthroughBehavior": "when_no_match"}


# What the order has to follow, and the body that a back end gets of it: nested values, a loop over the items.
ORDER_MODEL = {
    "type": "object",
    "required": ["id", "customer", "currency", "paid", "total", "items"],
    "properties": {
        "id": {"type": "string", "minLength": 36, "maxLength": 36},
        "customer": {"type": "object", "required": ["name", "email"], "properties": {"name": {"type": "string"}, "email": {"type": "string", "maxLength": 200}}},
        "currency": {"type": "string", "enum": ["EUR", "USD", "GBP"]},
        "paid": {"type": "boolean"},
        "total": {"type": "number", "minimum": 0},
        "items": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["sku", "quantity"],
            "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 1}, "price": {"type": "number"}}}},
    },
}

ORDER_TEMPLATE = """#set($order = $input.path('$'))
{
  "orderId": "$order.id",
  "requestId": "$context.requestId",
  "buyer": $input.json('$.customer.name'),
  "city": "$order.customer.address.city",
  "total": $order.total,
  "lines": [#foreach($item in $order.items)
    {"no": $foreach.count, "sku": "$item.sku", "quantity": $item.quantity}#if($foreach.hasNext),#end#end
  ],
  "note": $input.json('$.note')
}"""


def http_with_template(uri, template, method="POST"):
    return {
        "type": "http", "httpMethod": method, "uri": uri, "passthroughBehavior": "never",
        "requestTemplates": {"application/json": template}, "responses": {"default": {"statusCode": "200"}},
    }


def lambda_proxy(function):
    return {
        "type": "aws_proxy", "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:{function}/invocations",
    }


def handler(body):
    """A function that answers the same to everybody."""
    return f"const body = {json.dumps(body)};\nexport const handler = async () => ({{ statusCode: 200, body }});\n"


def mock(body):
    return {
        "type": "mock",
        "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
        "passthroughBehavior": "when_no_match",
        "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": body}}},
    }


def route(number):
    """One of the shapes that real APIs have: (the path of the resource, a path that a client asks for)."""
    group, item = f"area-{number % 97:02d}", f"things-{number:05d}"
    shape = number % 3
    if shape == 0:
        return f"/{group}/{item}", f"/{group}/{item}"
    if shape == 1:
        return f"/{group}/{item}/{{thingId}}", f"/{group}/{item}/{number * 7919}"
    return f"/{group}/{item}/{{thingId}}/parts/{{partId}}", f"/{group}/{item}/{number * 7919}/parts/{number * 104729 % 1000}"


def openapi(methods, other_routes, other_integration, **more):
    """An API.

    methods: path -> {verb -> operation}, what the scenario asks for.
    other_routes: how many routes there are besides, each with other_integration.
    more: further members of the document.
    """
    paths = {path: dict(verbs) for path, verbs in methods.items()}
    for number in range(other_routes):
        paths[route(number)[0]] = {"get": operation(other_integration)}
    for path, verbs in paths.items():
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        if names:
            verbs["parameters"] = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return json.dumps({"openapi": "3.0.1", "info": {"title": f"Load with {len(paths)} paths", "version": "1"}, "paths": paths, **more}, separators=(",", ":"))


def operation(integration, **more):
    return {**more, "responses": {"200": {"description": "OK"}}, "x-amazon-apigateway-integration": integration}
