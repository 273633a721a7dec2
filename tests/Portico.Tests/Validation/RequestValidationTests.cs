using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Validation;

/// <summary>Requests that a method's validator looks at.</summary>
public sealed class RequestValidationTests(RunningGateway gateway)
{
    private const string Validators = """
        x-amazon-apigateway-request-validators:
          all: { validateRequestBody: true, validateRequestParameters: true }
          body: { validateRequestBody: true, validateRequestParameters: false }
          parameters: { validateRequestBody: false, validateRequestParameters: true }
        components:
          schemas:
            Pet:
              type: object
              required: [type, price]
              properties:
                type: { $ref: "#/components/schemas/PetType" }
                price: { type: number, minimum: 25, maximum: 500 }
            PetType: { type: string, enum: [cat, dog, fish] }
            Named: { type: object, required: [name] }
        """;

    private const string Parameters = """
        parameters:
          - { name: qs2, in: query, required: true, schema: { type: string } }
          - { name: issuer, in: path, required: true, schema: { type: string } }
          - { name: x-header-param, in: header, required: true, schema: { type: string } }
          - { name: qs1, in: query, required: true, schema: { type: string } }
          - { name: optional, in: query, schema: { type: string } }
        """;

    private const string Mock = "type: mock\nrequestTemplates: { $default: '{\"statusCode\": 200}' }\nresponses: { default: { statusCode: \"200\", responseTemplates: { application/json: ok } } }";

    [Theory]
    [InlineData("/i", "", "x-header-param, qs1, qs2")]
    [InlineData("/i", "?qs1=1", "x-header-param, qs2")]
    [InlineData("/i", "?qs1=1&qs2=2", "x-header-param")]
    [InlineData("/i", "?qs1=1&qs2=", "x-header-param, qs2")]
    [InlineData("/i", "?qs1&qs2=2", "x-header-param, qs1")]
    [InlineData("/i", "?qs1=%20&qs2=2", "x-header-param, qs1")]
    [InlineData("/i", "?QS1=1&qs2=2", "x-header-param, qs1")]
    [InlineData("/i", "?qs1=;qs2=2;x-header-param=1", "x-header-param, qs1")]
    [InlineData("/%20", "?qs1=1&qs2=2", "x-header-param, issuer")]
    public async Task What_is_missing_is_named_by_header_path_and_query_string_and_then_by_name(string path, string query, string missing)
    {
        var api = await ParametersAsync();

        (await api.RawAsync($"GET /test{path}{query}")).IsRefusal(400, "BadRequestException", $$"""{"message": "Missing required request parameters: [{{missing}}]"}""");
    }

    [Theory]
    [InlineData("X-Header-Param: v", 200)]
    [InlineData("x-header-param: v", 200)]
    [InlineData("x-header-param: ", 400)]
    [InlineData("x-header-param:    ", 400)]
    public async Task A_required_header_is_there_when_it_is_not_blank(string line, int status)
    {
        var api = await ParametersAsync();

        Assert.Equal(status, (await api.RawAsync("GET /test/i?qs1=1&qs2=2", line)).Status);
    }

    [Fact]
    public async Task A_required_path_parameter_that_the_resource_does_not_have_is_always_missing()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", Mock, "x-amazon-apigateway-request-validator: all\n" + Parameters), Validators));

        (await api.GetAsync("?qs1=1&qs2=2", ("x-header-param", "1"))).IsRefusal(400, "BadRequestException", """{"message": "Missing required request parameters: [issuer]"}""");
    }

    [Theory]
    [InlineData("""{"type": "dog", "price": 249.99}""", "application/json")]
    [InlineData("""{"type": "cat", "price": 25, "more": [1, {}]}""", "application/json; charset=utf-8")]
    [InlineData("""{"type": "fish", "price": 5e2}""", null)]
    [InlineData(" \n{\"type\":\"dog\",\"price\":26}\r\n", "APPLICATION/JSON")]
    public async Task A_body_that_follows_its_model_passes(string body, string? contentType)
    {
        var api = await BodyAsync("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }");

        (await api.PostAsync("", body, contentType)).Is(200, "ok");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("{\"type\": \"dog\", \"price\": 249.99")]
    [InlineData("""{"type": "elephant", "price": 249.99}""")]
    [InlineData("""{"type": "dog", "price": "249.99"}""")]
    [InlineData("""{"type": "dog", "price": 500.01}""")]
    [InlineData("""{"type": "dog"}""")]
    public async Task A_body_that_does_not_follow_its_model_is_refused_in_these_bytes(string body)
    {
        var api = await BodyAsync("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }");

        (await api.PostAsync("", body)).IsRefusal(400, "BadRequestException", """{"message": "Invalid request body"}""");
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_object()
    {
        var api = await BodyAsync("application/json: { schema: { type: object } }");

        (await api.RawAsync("POST /test", "Content-Length: 0")).Is(200, "ok");
    }

    [Theory]
    [InlineData("application/json", "{}", 400)]
    [InlineData("application/vnd.pet+json", "{}", 400)]
    [InlineData("application/vnd.pet+json", """{"name": "x"}""", 200)]
    [InlineData("text/plain", "whatever", 200)]
    public async Task A_body_is_held_against_the_model_of_its_own_type(string contentType, string body, int status)
    {
        var api = await BodyAsync("""
            application/json: { schema: { $ref: "#/components/schemas/Pet" } }
            application/vnd.pet+json: { schema: { $ref: "#/components/schemas/Named" } }
            """);

        Assert.Equal(status, (await api.PostAsync("", body, contentType)).Status);
    }

    [Theory]
    [InlineData("application/json", "{}", 400)]
    [InlineData("application/json", """{"type": "dog", "price": 30}""", 200)]
    [InlineData("text/plain", "{}", 400)]
    [InlineData("text/plain", """{"name": "x"}""", 200)]
    [InlineData("text/plain", "whatever", 400)]
    public async Task The_model_under_default_is_that_of_every_other_type(string contentType, string body, int status)
    {
        var api = await BodyAsync("""
            application/json: { schema: { $ref: "#/components/schemas/Pet" } }
            $default: { schema: { $ref: "#/components/schemas/Named" } }
            """);

        Assert.Equal(status, (await api.PostAsync("", body, contentType)).Status);
    }

    [Fact]
    public async Task A_model_that_refers_to_another_by_its_address_validates_through_it()
    {
        var definition = OpenApi.Of(OpenApi.Path("/", "post", Mock, "x-amazon-apigateway-request-validator: body\n" + Body("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }")), Validators);
        var id = await gateway.ImportAsync(definition);
        var schema = $$"""{"type": "object", "properties": {"type": {"$ref": "https://apigateway.amazonaws.com/restapis/{{id}}/models/PetType"} } }""";
        await gateway.ControlAsync("PATCH", $"/restapis/{id}/models/Pet", "", JsonSerializer.Serialize(new { patchOperations = new[] { new { op = "replace", path = "/schema", value = schema } } }));
        var api = new DeployedApi(gateway, id, "test");
        await api.DeployAsync();

        Assert.Equal(200, (await api.PostAsync("", """{"type": "dog"}""")).Status);
        Assert.Equal(400, (await api.PostAsync("", """{"type": "elephant"}""")).Status);
    }

    [Theory]
    [InlineData("all", 400, "Missing required request parameters: [x-header-param, qs1, qs2]")]
    [InlineData("parameters", 400, "Missing required request parameters: [x-header-param, qs1, qs2]")]
    [InlineData("body", 400, "Invalid request body")]
    public async Task Parameters_are_looked_at_before_the_body(string validator, int status, string message)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/{issuer}", "post", Mock, $"x-amazon-apigateway-request-validator: {validator}\n{Parameters}\n{Body("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }")}"), Validators));

        (await api.PostAsync("/i", "{}")).IsRefusal(status, "BadRequestException", $$"""{"message": "{{message}}"}""");
    }

    [Fact]
    public async Task A_method_without_a_validator_takes_everything()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/{issuer}", "post", Mock, $"{Parameters}\n{Body("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }")}"), Validators));

        (await api.PostAsync("/i", "not json")).Is(200, "ok");
    }

    [Theory]
    [InlineData("""{"type": "dog"}""", """[object has missing required properties (["price"])]""")]
    [InlineData("{}", """[object has missing required properties (["price","type"])]""")]
    [InlineData("""{"type": "elephant", "price": 30}""", """[instance value ("elephant") not found in enum (possible values: ["cat","dog","fish"])]""")]
    [InlineData("""{"type": "dog", "price": 520.05}""", "[numeric instance is greater than the required maximum (maximum: 500, found: 520.05)]")]
    [InlineData("""{"type": "dog", "price": "x"}""", """[instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])]""")]
    public async Task A_gateway_response_can_say_what_was_wrong(string body, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/", "post", Mock, "x-amazon-apigateway-request-validator: all\n" + Body("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }")),
            Validators + "\nx-amazon-apigateway-gateway-responses: { BAD_REQUEST_BODY: { statusCode: 422, responseTemplates: { application/json: '$context.error.message: $context.error.validationErrorString' } } }"));

        (await api.PostAsync("", body)).Is(422, "Invalid request body: " + expected);
    }

    [Fact]
    public async Task A_refused_body_never_reaches_the_back_end()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/", "post", $"type: http_proxy\nhttpMethod: POST\nuri: {backEnd.Url}", "x-amazon-apigateway-request-validator: all\n" + Body("application/json: { schema: { $ref: \"#/components/schemas/Pet\" } }")), Validators));

        Assert.Equal(400, (await api.PostAsync("", "{}")).Status);
        backEnd.WasNotCalled();
        Assert.Equal(200, (await api.PostAsync("", """{"type": "dog", "price": 30}""")).Status);
        Assert.Equal("""{"type": "dog", "price": 30}""", backEnd.Single().Text);
    }

    private Task<DeployedApi> ParametersAsync() =>
        gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/{issuer}", "get", Mock, "x-amazon-apigateway-request-validator: parameters\n" + Parameters), Validators));

    private Task<DeployedApi> BodyAsync(string content) =>
        gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "post", Mock, "x-amazon-apigateway-request-validator: body\n" + Body(content)), Validators));

    private static string Body(string content) => $"requestBody:\n  content:\n{OpenApi.Indented(content, 4)}";
}
