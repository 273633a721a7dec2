using Portico.Tests.Running;

namespace Portico.Tests.GatewayResponses;

/// <summary>What a definition makes of the gateway's own answers.</summary>
public sealed class GatewayResponseTests(RunningGateway gateway)
{
    private const string Broken = "type: mock\nrequestTemplates: { application/json: 'nothing' }\nresponses: { default: { statusCode: \"200\" } }";

    [Fact]
    public async Task A_customised_type_has_its_own_status_headers_and_template()
    {
        var api = await CustomisedAsync("""
            MISSING_AUTHENTICATION_TOKEN:
              statusCode: 404
              responseParameters:
                gatewayresponse.header.X-Static: "'literal'"
                gatewayresponse.header.Access-Control-Allow-Origin: "'*'"
              responseTemplates: { text/html: "<p>nothing here</p>" }
            """);

        var answer = await api.GetAsync("/unknown");

        answer.Is(404, "<p>nothing here</p>");
        Assert.Equal("text/html", answer["Content-Type"]);
        Assert.Equal("literal", answer["X-Static"]);
        Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
        Assert.Equal("MissingAuthenticationTokenException", answer["x-amzn-ErrorType"]);
        Assert.NotNull(answer["x-amzn-RequestId"]);
        Assert.NotNull(answer["x-amz-apigw-id"]);
    }

    [Fact]
    public async Task A_customised_header_alone_leaves_status_and_body_as_they_were()
    {
        var api = await CustomisedAsync("""MISSING_AUTHENTICATION_TOKEN: { responseParameters: { gatewayresponse.header.X-Static: "'literal'" } }""");

        var answer = await api.GetAsync("/unknown");

        answer.IsRefusal(403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""");
        Assert.Equal("literal", answer["X-Static"]);
    }

    [Fact]
    public async Task The_content_type_can_be_set_as_a_header()
    {
        var api = await CustomisedAsync("""MISSING_AUTHENTICATION_TOKEN: { responseParameters: { gatewayresponse.header.Content-Type: "'application/problem+json'" } }""");

        Assert.Equal("application/problem+json", (await api.GetAsync("/unknown"))["Content-Type"]);
    }

    [Theory]
    [InlineData("DEFAULT_4XX: { statusCode: 418 }", "/unknown", 418)]
    [InlineData("DEFAULT_4XX: { statusCode: 418 }\nMISSING_AUTHENTICATION_TOKEN: { statusCode: 404 }", "/unknown", 404)]
    [InlineData("DEFAULT_4XX: { statusCode: 418 }\nMISSING_AUTHENTICATION_TOKEN: { responseParameters: { gatewayresponse.header.X: \"'y'\" } }", "/unknown", 403)]
    [InlineData("DEFAULT_4XX: { responseParameters: { gatewayresponse.header.X: \"'y'\" } }", "/unknown", 403)]
    [InlineData("DEFAULT_4XX: { statusCode: 418 }", "/broken", 500)]
    [InlineData("DEFAULT_5XX: { statusCode: 599 }", "/broken", 599)]
    [InlineData("DEFAULT_5XX: { statusCode: 599 }", "/unknown", 403)]
    [InlineData("API_CONFIGURATION_ERROR: { statusCode: 501 }\nDEFAULT_5XX: { statusCode: 599 }", "/broken", 501)]
    [InlineData("INTEGRATION_FAILURE: { statusCode: 502 }", "/broken", 500)]
    public async Task A_type_without_settings_takes_those_of_the_default_of_its_class(string responses, string path, int status)
    {
        var api = await CustomisedAsync(responses);

        Assert.Equal(status, (await api.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_type_with_settings_takes_nothing_from_the_default_of_its_class()
    {
        var api = await CustomisedAsync("""
            DEFAULT_4XX: { responseParameters: { gatewayresponse.header.X-Default: "'yes'" }, responseTemplates: { application/json: default } }
            MISSING_AUTHENTICATION_TOKEN: { statusCode: 404 }
            """);

        var answer = await api.GetAsync("/unknown");

        answer.Is(404, """{"message":"Missing Authentication Token"}""");
        Assert.Null(answer["X-Default"]);
    }

    [Fact]
    public async Task Unknown_apis_and_stages_cannot_be_customised()
    {
        var api = await CustomisedAsync("DEFAULT_4XX: { statusCode: 418 }");

        (await api.RawAsync("GET /nostage/x")).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
    }

    // A refused connection is 504; one that cannot be trusted is 500 until somebody customises the type, and then 504 as well.
    [Theory]
    [InlineData("", "http", 504, "Network error communicating with endpoint")]
    [InlineData("", "https", 500, "Internal server error")]
    [InlineData("INTEGRATION_FAILURE: { responseParameters: { gatewayresponse.header.X: \"'y'\" } }", "http", 504, "Network error communicating with endpoint")]
    [InlineData("INTEGRATION_FAILURE: { responseParameters: { gatewayresponse.header.X: \"'y'\" } }", "https", 504, "Internal server error")]
    [InlineData("INTEGRATION_FAILURE: { statusCode: 502 }", "http", 502, "Network error communicating with endpoint")]
    [InlineData("INTEGRATION_FAILURE: { statusCode: 502 }", "https", 502, "Internal server error")]
    [InlineData("DEFAULT_5XX: { statusCode: 599 }", "https", 599, "Internal server error")]
    public async Task An_integration_failure_of_its_own_status_answers_that_of_its_type_once_customised(string responses, string scheme, int status, string message)
    {
        using var backEnd = BackEnd.Greeting("no TLS\r\n");
        var url = scheme == "https" ? $"https://127.0.0.1:{backEnd.Port}" : $"http://127.0.0.1:{FreePort.Closed()}";
        var api = await CustomisedAsync(responses, OpenApi.Proxy(url, "/failing", "get"));

        (await api.GetAsync("/failing")).IsRefusal(status, "InternalServerErrorException", $$"""{"message": "{{message}}"}""");
    }

    [Theory]
    [InlineData("$context.error.message", "Missing Authentication Token")]
    [InlineData("$context.error.messageString", "\"Missing Authentication Token\"")]
    [InlineData("$context.error.responseType", "MISSING_AUTHENTICATION_TOKEN")]
    [InlineData("${context.error.responseType}!", "MISSING_AUTHENTICATION_TOKEN!")]
    [InlineData("$context.error.responseType.", "MISSING_AUTHENTICATION_TOKEN.")]
    [InlineData("$context.stage", "test")]
    [InlineData("$context.httpMethod $context.path", "GET /test/unknown")]
    [InlineData("$context.identity.sourceIp", "127.0.0.1")]
    [InlineData("$context.accountId", "123456789012")]
    [InlineData("$context.protocol", "HTTP/1.1")]
    [InlineData("[$context.error.validationErrorString]", "[]")]
    [InlineData("[$context.resourcePath]", "[]")]
    [InlineData("$stageVariables.color", "blue")]
    [InlineData("[$stageVariables.nothing]", "[]")]
    [InlineData("$method.request.header.X-Wish", "wish")]
    [InlineData("$method.request.querystring.q", "a b")]
    [InlineData("[$method.request.path.none]", "[]")]
    [InlineData("#set($x = 1) $x $util.urlEncode('a')", "#set($x = 1) $x $util.urlEncode('a')")]
    [InlineData("$context.nothing", "$context.nothing")]
    [InlineData("costs 5$", "costs 5$")]
    public async Task A_template_has_references_and_no_language(string template, string expected)
    {
        var api = await CustomisedAsync($"MISSING_AUTHENTICATION_TOKEN: {{ responseTemplates: {{ application/json: '{template.Replace("'", "''", StringComparison.Ordinal)}' }} }}");

        (await api.GetAsync("/unknown?q=a%20b", ("X-Wish", "wish"))).Is(403, expected);
    }

    [Theory]
    [InlineData("$context.resourcePath", "/items/{id}")]
    [InlineData("$context.resourceId", null)]
    [InlineData("$method.request.path.id", "a b")]
    public async Task A_failure_of_a_method_knows_the_method(string template, string? expected)
    {
        var api = await CustomisedAsync(
            $"API_CONFIGURATION_ERROR: {{ responseTemplates: {{ application/json: '{template}' }} }}",
            OpenApi.Path("/items/{id}", "get", Broken, "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]"));

        var answer = await api.GetAsync("/items/a%20b");

        if (expected is null) Assert.Matches("^[a-z0-9]{6,10}$", answer.Text);
        else answer.Is(500, expected);
    }

    [Theory]
    [InlineData("'literal'", "literal")]
    [InlineData("context.error.responseType", "MISSING_AUTHENTICATION_TOKEN")]
    [InlineData("context.httpMethod", "GET")]
    [InlineData("stageVariables.color", "blue")]
    [InlineData("method.request.header.X-Wish", "wish")]
    [InlineData("method.request.querystring.q", "2")]
    [InlineData("method.request.multivaluequerystring.q", "1,2")]
    [InlineData("method.request.header.X-None", null)]
    [InlineData("method.request.querystring.none", null)]
    [InlineData("method.request.path.none", null)]
    public async Task A_header_takes_its_value_from_the_request_the_context_or_the_stage(string source, string? expected)
    {
        var api = await CustomisedAsync($"MISSING_AUTHENTICATION_TOKEN: {{ responseParameters: {{ gatewayresponse.header.X-Out: \"{source}\" }} }}");

        var answer = await api.GetAsync("/unknown?q=1&q=2", ("X-Wish", "wish"));

        Assert.Equal(403, answer.Status);
        Assert.Equal(expected, answer["X-Out"]);
    }

    [Fact]
    public async Task A_value_of_a_client_cannot_begin_a_header_of_its_own()
    {
        var api = await CustomisedAsync("MISSING_AUTHENTICATION_TOKEN: { responseParameters: { gatewayresponse.header.X-Out: method.request.querystring.q } }");

        var answer = await api.GetAsync("/unknown?q=a%0D%0AX-Evil:%20yes");

        Assert.Equal("a  X-Evil: yes", answer["X-Out"]);
        Assert.Null(answer["X-Evil"]);
    }

    [Theory]
    [InlineData(null, "application/json", "json")]
    [InlineData("text/html", "text/html", "html")]
    [InlineData("application/json", "application/json", "json")]
    [InlineData("image/png", "application/json", "json")]
    public async Task Among_several_templates_the_clients_accept_chooses(string? accept, string type, string body)
    {
        var api = await CustomisedAsync("MISSING_AUTHENTICATION_TOKEN: { responseTemplates: { text/html: html, application/json: json } }");

        var answer = await (accept is null ? api.GetAsync("/unknown") : api.GetAsync("/unknown", ("Accept", accept)));

        answer.Is(403, body);
        Assert.Equal(type, answer["Content-Type"]);
    }

    [Fact]
    public async Task The_default_template_is_the_built_in_body_to_the_byte()
    {
        var api = await CustomisedAsync("""API_CONFIGURATION_ERROR: { statusCode: 500, responseTemplates: { application/json: '{"message":$context.error.messageString}' } }""");

        (await api.GetAsync("/broken")).Is(500, """{"message": "Internal server error"}""");
    }

    private Task<DeployedApi> CustomisedAsync(string responses, string paths = "") => gateway.DeployAsync(
        OpenApi.Of(OpenApi.Mock("/") + OpenApi.Path("/broken", "get", Broken) + paths, responses.Length == 0 ? "" : "x-amazon-apigateway-gateway-responses:\n" + OpenApi.Indented(responses, 2)),
        variables: ("color", "blue"));
}
