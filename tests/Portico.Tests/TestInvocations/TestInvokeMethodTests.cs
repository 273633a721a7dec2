using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Tests.Running;

namespace Portico.Tests.TestInvocations;

/// <summary>A method is run before it is deployed, and tells what happened.</summary>
public sealed class TestInvokeMethodTests(RunningGateway gateway)
{
    private const string Mock = """
        type: mock
        requestParameters: { integration.request.path.petId: method.request.path.petId }
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: "200", responseTemplates: { application/json: 'a pet' } } }
        """;

    private const string PetId = "parameters: [ { name: petId, in: path, required: true, schema: { type: string } } ]";

    [Fact]
    public async Task A_mock_writes_the_log_that_AWS_writes()
    {
        var method = await TestedMethod.OfAsync(gateway, OpenApi.Of(OpenApi.Path("/pets/{petId}", "get", Mock, PetId)), "/pets/{petId}", "GET");

        var answer = await method.InvokeAsync(new { pathWithQueryString = "/pets/123?foo=bar", body = "sent" });

        Assert.Equal((200, "a pet"), ((int)answer["status"]!, (string)answer["body"]!));
        Assert.Equal("""{"Content-Type":"application/json"}""", answer["headers"]!.ToJsonString());
        Assert.Equal("""{"Content-Type":["application/json"]}""", answer["multiValueHeaders"]!.ToJsonString());
        Assert.Equal(
            [
                "Starting execution for request: ID",
                "HTTP Method: GET, Resource Path: /pets/123",
                "Method request path: {petId=123}",
                "Method request query string: {foo=bar}",
                "Method request headers: {}",
                "Method request body before transformations: sent",
                "Method response body after transformations: a pet",
                "Method response headers: {Content-Type=application/json}",
                "Successfully completed execution",
                "Method completed with status: 200",
            ],
            TestedMethod.Lines(answer));
    }

    [Theory]
    [InlineData(null, "{petId={petId}}")]
    [InlineData("/elsewhere", "{}")]
    public async Task A_path_that_does_not_fit_the_resource_has_no_parameters(string? path, string map)
    {
        var method = await TestedMethod.OfAsync(gateway, OpenApi.Of(OpenApi.Path("/pets/{petId}", "get", Mock, PetId)), "/pets/{petId}", "GET");

        var answer = await method.InvokeAsync(path is null ? null : new { pathWithQueryString = path });

        Assert.Equal(200, (int)answer["status"]!);
        Assert.Contains($"Method request path: {map}", TestedMethod.Lines(answer));
    }

    [Fact]
    public async Task An_http_integration_shows_what_went_out_and_what_came_back()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("back"));
        var method = await TestedMethod.OfAsync(
            gateway,
            OpenApi.Of(OpenApi.Path("/x", "post", $$"""
                type: http
                httpMethod: POST
                uri: "{{backEnd.Url}}/${stageVariables.where}"
                requestParameters: { integration.request.querystring.q: method.request.querystring.q }
                responses: { default: { statusCode: "200" } }
                """, "parameters: [ { name: q, in: query, schema: { type: string } } ]")),
            "/x",
            "POST");

        var answer = await method.InvokeAsync(new { pathWithQueryString = "/x?q=1", body = "{}", headers = new Dictionary<string, string> { ["X-A"] = "b" }, stageVariables = new { where = "there" } });

        var received = backEnd.Single();
        Assert.Equal(("POST", "/there?q=1", "{}"), (received.Method, received.Target, received.Text));
        Assert.Equal((200, "back"), ((int)answer["status"]!, (string)answer["body"]!));
        Assert.Equal(["Content-Type", "X-Amzn-Trace-Id"], answer["headers"]!.AsObject().Select(header => header.Key).Order(StringComparer.Ordinal));
        var lines = TestedMethod.Lines(answer);
        Assert.Equal(
            [
                "Starting execution for request: ID",
                "HTTP Method: POST, Resource Path: /x",
                "Method request path: {}",
                "Method request query string: {q=1}",
                "Method request headers: {X-A=b}",
                "Method request body before transformations: {}",
                $"Endpoint request URI: {backEnd.Url}/there?q=1",
                lines[7],
                "Endpoint request body after transformations: {}",
                $"Sending request to {backEnd.Url}/there?q=1",
                "Received response. Status: 200, Integration latency: # ms",
                "Endpoint response headers: {Content-Type=application/json, Content-Length=4}",
                "Endpoint response body before transformations: back",
                "Method response body after transformations: back",
                "Method response headers: {X-Amzn-Trace-Id=Root=#;Parent=#;Sampled=0, Content-Type=application/json}",
                "Successfully completed execution",
                "Method completed with status: 200",
            ],
            lines);
        Assert.StartsWith("Endpoint request headers: {Accept=application/json, User-Agent=AmazonAPIGateway_", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_http_proxy_gets_the_request_and_its_answer_is_shown()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("proxied", "X-Own: 1"));
        var method = await TestedMethod.OfAsync(gateway, OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/{proxy}")), "/{proxy+}", "PUT");
        var large = new string('x', 100_000);

        var answer = await method.InvokeAsync(new { pathWithQueryString = "/a/b?c=d", body = large, headers = new { Authorization = "Bearer abcdefghijklmnop" } });

        var received = backEnd.Single();
        Assert.Equal(("PUT", "/a/b?c=d", large), (received.Method, received.Target, received.Text));
        Assert.Equal("test-invoke-source-ip", received["X-Forwarded-For"]);
        Assert.Equal((200, "proxied", "1"), ((int)answer["status"]!, (string)answer["body"]!, (string)answer["headers"]!["X-Own"]!));
        Assert.NotNull(answer["headers"]!["X-Amzn-Trace-Id"]);
        var lines = TestedMethod.Lines(answer);
        Assert.Contains($"Method request body before transformations: {large[..998]} [TRUNCATED]", lines);
        Assert.Contains("Method request headers: {Authorization=*****************klmnop}", lines);
        Assert.DoesNotContain("abcdefghij", (string)answer["log"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_callers_out_is_not_asked_in_a_test()
    {
        var definition = OpenApi.Of(OpenApi.Path("/", "get", Mock.Replace("requestParameters: { integration.request.path.petId: method.request.path.petId }\n", "", StringComparison.Ordinal), "x-amazon-apigateway-auth: { type: AWS_IAM }"));
        var method = await TestedMethod.OfAsync(gateway, definition, "/", "GET");

        Assert.Equal(200, (int)(await method.InvokeAsync())["status"]!);
    }

    [Fact]
    public async Task A_test_knows_its_stage_and_shows_it_to_templates_of_failures()
    {
        var method = await TestedMethod.OfAsync(
            gateway,
            OpenApi.Of(OpenApi.Path("/", "get", "type: mock\nrequestTemplates: { application/json: '{}' }"), """
                x-amazon-apigateway-gateway-responses: { DEFAULT_5XX: { responseTemplates: { application/json: '{"stage":"$context.stage","from":"$context.identity.sourceIp"}' } } }
                """),
            "/",
            "GET");

        var answer = await method.InvokeAsync();

        Assert.Equal((500, """{"stage":"test-invoke-stage","from":"test-invoke-source-ip"}"""), ((int)answer["status"]!, (string)answer["body"]!));
    }

    public static TheoryData<string, string, int, string> Failures() => new()
    {
        { "type: mock\nrequestTemplates: { application/json: '{}' }", "", 500, "Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template." },
        { "type: http\nhttpMethod: GET\nuri: 'http://127.0.0.1:1/'", "", 504, "Execution failed due to a network error communicating with endpoint: nobody listens at 127.0.0.1:1 (connection refused)" },
        { "type: aws_proxy\nhttpMethod: POST\nuri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations'", "", 500, "Execution failed due to configuration error: Invalid permissions on Lambda function (there is no function arn:aws:lambda:eu-west-1:123456789012:function:f: " },
        { Mock, "x-amazon-apigateway-request-validator: params\nparameters: [ { name: q, in: query, required: true, schema: { type: string } } ]", 400, "Missing required request parameters: [q]" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_an_answer_and_its_log_says_why(string integration, string more, int status, string reason)
    {
        var method = await TestedMethod.OfAsync(
            gateway, OpenApi.Of(OpenApi.Path("/", "get", integration.Replace("requestParameters: { integration.request.path.petId: method.request.path.petId }\n", "", StringComparison.Ordinal), more), "x-amazon-apigateway-request-validators: { params: { validateRequestParameters: true, validateRequestBody: false } }"), "/", "GET");

        var answer = await method.InvokeAsync();

        Assert.Equal(status, (int)answer["status"]!);
        var lines = TestedMethod.Lines(answer);
        Assert.StartsWith(reason, lines[^2], StringComparison.Ordinal);
        Assert.Equal($"Method completed with status: {status}", lines[^1]);
        Assert.NotNull(answer["headers"]!["x-amzn-ErrorType"]);
    }

    [Fact]
    public async Task A_test_runs_what_is_defined_now_and_not_what_is_deployed()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "first")));
        await api.OverwriteAsync(OpenApi.Of(OpenApi.Mock("/", "second")));
        using var resources = JsonDocument.Parse(await gateway.ControlAsync("GET", $"/restapis/{api.Id}/resources", "", ""));
        var root = resources.RootElement.GetProperty("item")[0].GetProperty("id").GetString();

        var tested = JsonNode.Parse((await gateway.ControlAsync("POST", $"/restapis/{api.Id}/resources/{root}/methods/GET", "", "{}")).Span)!;

        Assert.Equal("second", (string)tested["body"]!);
        (await api.GetAsync("")).Is(200, "first");
    }
}
