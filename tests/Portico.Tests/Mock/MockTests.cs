using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Mock;

/// <summary>Methods that the gateway answers itself.</summary>
public sealed class MockTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Theory]
    [InlineData("""{"statusCode": 200}""", 200, "ok")]
    [InlineData("{statusCode: 200}", 200, "ok")]
    [InlineData("{'statusCode': 404}", 404, "not found")]
    [InlineData("""{"statusCode": "404"}""", 404, "not found")]
    [InlineData("""{"a": {"b": [1, "x", null]}, "statusCode": 503}""", 503, "unavailable")]
    [InlineData("""{"statusCode": 599}""", 200, "ok")]
    public async Task The_status_of_the_template_chooses_the_integration_response(string template, int status, string body)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(WithTemplate(template)));

        (await api.GetAsync("")).Is(status, body);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message": "no status"}""")]
    [InlineData("""{"statusCode": "many"}""")]
    [InlineData("""{"statusCode": 2.5}""")]
    [InlineData("""{"statusCode": null}""")]
    [InlineData("""{"nested": {"statusCode": 200}}""")]
    [InlineData("""{"statusCode": 200""")]
    [InlineData("""[{"statusCode": 200}]""")]
    [InlineData("200")]
    [InlineData("not json")]
    public async Task A_template_without_a_status_is_a_server_error(string template)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(WithTemplate(template)));

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_status_that_no_response_matches_is_a_server_error_when_there_is_no_default()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", """
            type: mock
            requestTemplates: { application/json: '{"statusCode": 500}' }
            responses: { "200": { statusCode: "200" } }
            """)));

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_response_that_the_method_does_not_declare_is_a_server_error()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/")));
        (await api.GetAsync("")).Is(200, "mocked");

        using var resources = JsonDocument.Parse(await gateway.ControlAsync("GET", $"/restapis/{api.Id}/resources", "", ""));
        var root = resources.RootElement.GetProperty("item")[0].GetProperty("id").GetString();
        await gateway.ControlAsync("DELETE", $"/restapis/{api.Id}/resources/{root}/methods/GET/responses/200", "", "");
        await api.DeployAsync();

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData(null, "application/json", "json")]
    [InlineData("*/*", "application/json", "json")]
    [InlineData("application/json", "application/json", "json")]
    [InlineData("text/plain", "text/plain", "plain")]
    [InlineData("TEXT/PLAIN; q=0.5, application/json", "text/plain", "plain")]
    [InlineData("application/json, text/plain", "application/json", "json")]
    [InlineData("image/png", "application/json", "json")]
    public async Task The_response_template_is_that_of_the_first_type_that_the_client_accepts(string? accept, string type, string body)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", """
            type: mock
            requestTemplates: { application/json: '{"statusCode": 200}' }
            responses:
              default: { statusCode: "200", responseTemplates: { text/plain: plain, application/json: json } }
            """)));

        var answer = await (accept is null ? api.GetAsync("") : api.GetAsync("", ("Accept", accept)));

        answer.Is(200, body);
        Assert.Equal(type, answer["Content-Type"]);
    }

    [Fact]
    public async Task The_request_body_does_not_reach_the_answer()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "post", """
            type: mock
            requestTemplates: { application/json: '{"statusCode": 200}' }
            responses: { default: { statusCode: "200" } }
            """)));

        (await api.PostAsync("", """{"secret": 1}""")).Is(200, "");
    }

    [Theory]
    [InlineData("""{"statusCode": 404}""", 404, "not found")]
    [InlineData("""{statusCode: 503}""", 503, "unavailable")]
    public async Task A_body_that_passes_through_names_the_status_as_well(string body, int status, string text)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(WithTemplate(null, "post")));

        (await api.PostAsync("", body)).Is(status, text);
    }

    [Fact]
    public async Task Mapped_literals_become_headers_as_in_a_preflight()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "options",
            """
            type: mock
            requestTemplates: { application/json: '{"statusCode": 204}' }
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Methods: "'GET,POST'"
            """,
            """
            responses:
              "204":
                description: ok
                headers: { Access-Control-Allow-Origin: { schema: { type: string } }, Access-Control-Allow-Methods: { schema: { type: string } } }
            """)));

        var answer = await api.CallAsync("OPTIONS", "", (byte[]?)null, null);

        answer.Is(204, "");
        Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
        Assert.Equal("GET,POST", answer["Access-Control-Allow-Methods"]);
        Assert.Null(answer["Content-Length"]);
    }

    [Theory]

    // There is a template of the body's type.
    [InlineData("when_no_match", "application/json", "application/json", 200)]
    [InlineData("when_no_templates", "application/json", "application/json", 200)]
    [InlineData("never", "application/json", "application/json", 200)]

    // There are templates, and none of the body's type.
    [InlineData("when_no_match", "application/json", "text/plain", 201)]
    [InlineData("when_no_templates", "application/json", "text/plain", 415)]
    [InlineData("never", "application/json", "text/plain", 415)]

    // There are no templates.
    [InlineData("when_no_match", null, "text/plain", 201)]
    [InlineData("when_no_templates", null, "text/plain", 201)]
    [InlineData("never", null, "text/plain", 415)]

    // A $default template takes every type; parameters and case of the media type do not count; no type is application/json.
    [InlineData("never", "$default", "text/plain", 200)]
    [InlineData("never", "application/json", "Application/JSON; charset=utf-8", 200)]
    [InlineData("never", "application/json", null, 200)]
    [InlineData("never", "text/plain", null, 415)]
    public async Task A_body_without_a_template_passes_through_or_is_refused(string behavior, string? templateType, string? contentType, int status)
    {
        var templates = templateType is null ? "" : $"requestTemplates: {{ {templateType}: '{{\"statusCode\": 200}}' }}";
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "post",
            $$"""
            type: mock
            passthroughBehavior: {{behavior}}
            {{templates}}
            responses: { "200": { statusCode: "200" }, "201": { statusCode: "201" } }
            """,
            "responses: { \"200\": { description: ok }, \"201\": { description: passed } }")));

        var answer = await api.PostAsync("", """{"statusCode": 201}""", contentType);

        if (status == 415) answer.IsRefusal(415, "BadRequestException", """{"message": "Unsupported Media Type"}""");
        else answer.Is(status, "");
    }

    [Fact]
    public async Task A_request_without_body_uses_the_json_template_even_when_nothing_passes_through()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", """
            type: mock
            passthroughBehavior: never
            requestTemplates: { application/json: '{"statusCode": 200}' }
            responses: { default: { statusCode: "200" } }
            """)));

        (await api.GetAsync("")).Is(200, "");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("some-key-of-twenty-characters")]
    public async Task A_method_that_requires_an_api_key_lets_nobody_in(string? key)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/", "get", "type: mock\nrequestTemplates: { application/json: '{\"statusCode\": 200}' }\nresponses: { default: { statusCode: \"200\" } }", "security: [{ api_key: [] }]"),
            "components: { securitySchemes: { api_key: { type: apiKey, name: x-api-key, in: header } } }"));

        var answer = await (key is null ? api.GetAsync("") : api.GetAsync("", ("x-api-key", key)));

        answer.IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
    }

    private static string WithTemplate(string? template, string method = "get") => OpenApi.Path(
        "/", method,
        $$"""
        type: mock
        {{(template is null ? "" : $"requestTemplates: {{ application/json: '{template.Replace("'", "''", StringComparison.Ordinal)}' }}")}}
        responses:
          default: { statusCode: "200", responseTemplates: { application/json: ok } }
          "404": { statusCode: "404", responseTemplates: { application/json: not found } }
          "5\\d[0-8]": { statusCode: "503", responseTemplates: { application/json: unavailable } }
        """,
        "responses: { \"200\": { description: ok }, \"404\": { description: none }, \"503\": { description: unavailable } }");
}
