using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Integrations;

public sealed class IntegrationOperationsTests
{
    [Theory]
    [InlineData(307_200, 201, null)]
    [InlineData(307_201, 400, "Validation Result: warnings : [], errors : [Mapping template for application/json has 307201 bytes, at most 307200 are allowed]")]
    public async Task A_mapping_template_has_at_most_300_KB(int bytes, int status, string? message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewApi();
        await plane.Done("PUT", $"{root}/methods/GET", """{"authorizationType":"NONE"}""");
        var template = new string('x', bytes);

        var integration = await plane.Call("PUT", $"{root}/methods/GET/integration", $$$"""{"type":"MOCK","requestTemplates":{"application/json":"{{{template}}}"}}""");
        Assert.Equal((status, message), (integration.Status, integration.Message));

        await plane.Done("PUT", $"{root}/methods/GET/integration", """{"type":"MOCK"}""");
        await plane.Done("PUT", $"{root}/methods/GET/responses/200", "{}");
        var response = await plane.Call("PUT", $"{root}/methods/GET/integration/responses/200", $$$"""{"responseTemplates":{"application/json":"{{{template}}}"}}""");
        Assert.Equal((status, message), (response.Status, response.Message));
    }

    private const string Lambda = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:pets/invocations";
    private const string MappingError = "Invalid mapping expression specified: Validation Result: warnings : [], errors : ";

    [Theory]
    [InlineData("""{"type":"MOCK"}""", """{"type":"MOCK","passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"a000000002","cacheKeyParameters":[]}""")]
    [InlineData("""{"type":"HTTP","httpMethod":"POST","uri":"http://${stageVariables.host}/x","requestTemplates":{"application/json":""}}""",
        """{"type":"HTTP","httpMethod":"POST","uri":"http://${stageVariables.host}/x","connectionType":"INTERNET","requestTemplates":{"application/json":null},"passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"a000000002","cacheKeyParameters":[]}""")]
    [InlineData($$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Lambda}}","connectionType":"INTERNET","timeoutInMillis":50}""",
        $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Lambda}}","passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":50,"cacheNamespace":"a000000002","cacheKeyParameters":[]}""")]
    public async Task An_integration_has_AWSs_defaults(string body, string shown)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Call("PUT", $"{root}/methods/GET/integration", body);

        Assert.Equal((201, shown), (answer.Status, answer.Json));
    }

    [Theory]
    [InlineData("""{"type":"HTTP","uri":"http://x"}""", "Enumeration value for HttpMethod must be non-empty")]
    [InlineData("""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"ftp://x"}""", "Invalid HTTP endpoint specified for URI")]
    [InlineData("""{"type":"AWS","httpMethod":"GET","uri":"http://x"}""", "Invalid ARN specified in the request")]
    [InlineData("""{"type":"AWS","httpMethod":"GET","uri":"arn:aws:lambda:us-east-1:123456789012:function:x"}""", "AWS ARN for integration must contain path or action")]
    [InlineData("""{"type":"AWS_PROXY","httpMethod":"GET","uri":"arn:aws:apigateway:us-east-1:sqs:path/123456789012/q"}""",
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData("""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/nonsense/invocations"}""",
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData("""{"type":"MOCK","timeoutInMillis":49}""", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://example.com","responseTransferMode":"STREAM","timeoutInMillis":900001}""", "Timeout should be between 50 ms and 900000 ms")]
    [InlineData("""{"type":"MOCK","requestTemplates":{"123":"x"}}""", "Validation Result: warnings : [], errors : [Invalid content type specified: 123]")]
    [InlineData("""{"type":"MOCK","requestParameters":{"integration.request.header.a":"nonsense"}}""", MappingError + "[Invalid mapping expression specified: nonsense]")]
    [InlineData("""{"type":"MOCK","requestParameters":{"integration.request.header.a":"method.request.header.undeclared"}}""",
        MappingError + "[Invalid mapping expression parameter specified: method.request.header.undeclared]")]
    [InlineData("""{"type":"MOCK","cacheKeyParameters":["method.request.header.undeclared"]}""", "Invalid cache key parameter specified: method.request.header.undeclared")]
    public async Task An_integration_that_may_not_be_is_refused(string body, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        (await plane.Call("PUT", $"{root}/methods/GET/integration", body)).RefusesBadRequest(message);
    }

    [Fact]
    public async Task An_unknown_type_is_refused_by_the_model()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        (await plane.Call("PUT", $"{root}/methods/GET/integration", """{"type":"X"}""")).Refuses(400, "ValidationException",
            "1 validation error detected: Value 'X' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
    }

    [Fact]
    public async Task Putting_an_integration_again_drops_its_responses()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        await plane.Done("PUT", $"{root}/methods/GET/integration", """{"type":"MOCK"}""");

        Assert.Null((await plane.Done("GET", $"{root}/methods/GET/integration"))["integrationResponses"]);
    }

    [Theory]
    [InlineData("replace", "/type", "HTTP", 400, "Invalid patch path /type")]
    [InlineData("replace", "/uri", "http://x", 400, "Invalid patch path /uri")]
    [InlineData("add", "/timeoutInMillis", "50", 400, "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace", "/timeoutInMillis", "29001", 400, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("replace", "/timeoutInMillis", "49", 400, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("replace", "/timeoutInMillis", "2147483647", 400, "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("replace", "/timeoutInMillis", "1s", 400, "Invalid value '1s' specified for /timeoutInMillis, must be a whole number")]
    [InlineData("remove", "/requestTemplates/text~1xml", null, 404, "Content-Type specified was not found")]
    [InlineData("replace", "/requestParameters/integration.request.header.a", "'x'", 404, "Invalid parameter name specified")]
    [InlineData("add", "/requestParameters/integration.request.header.a", "x", 400, MappingError + "[Invalid mapping expression specified: x]")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string? value, int status, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Patch($"{root}/methods/GET/integration", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_patch_changes_templates_parameters_and_cache_keys()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Patch(
            $"{root}/methods/GET/integration",
            Op("add", "/requestParameters/integration.request.header.a", "method.request.querystring.q"),
            Op("add", "/requestTemplates/text~1xml", "<x/>"),
            Op("remove", "/requestTemplates/application~1json"),
            Op("add", "/cacheKeyParameters/method.request.querystring.q"),
            Op("replace", "/passthroughBehavior", "NEVER"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """{"type":"MOCK","requestParameters":{"integration.request.header.a":"method.request.querystring.q"},"requestTemplates":{"text/xml":"<x/>"},"passthroughBehavior":"NEVER","timeoutInMillis":29000,"cacheNamespace":"a000000002","cacheKeyParameters":["method.request.querystring.q"],"integrationResponses":{"200":{"statusCode":"200","selectionPattern":""}}}""",
            answer.Json.Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_response_shows_what_was_sent()
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Call("PUT", $"{root}/methods/GET/integration/responses/200",
            """{"selectionPattern":"","responseTemplates":{"application/json":null},"responseParameters":{"method.response.header.X":"'x'"},"contentHandling":"CONVERT_TO_TEXT"}""");

        Assert.Equal(
            (201, """{"statusCode":"200","selectionPattern":"","responseParameters":{"method.response.header.X":"\u0027x\u0027"},"responseTemplates":{"application/json":null},"contentHandling":"CONVERT_TO_TEXT"}"""),
            (answer.Status, answer.Json));
    }

    [Theory]
    [InlineData("""{"responseTemplates":{"123":"x"},"selectionPattern":"x"}""", 400, "Validation Result: warnings : [], errors : [Invalid content type specified: 123]")]
    [InlineData("""{"selectionPattern":"x","responseParameters":{"method.response.header.Y":"'y'"}}""", 400, MappingError + "[Invalid mapping expression parameter specified: method.response.header.Y]")]
    [InlineData("""{}""", 409, "Integration response with selection pattern default already exists")]
    public async Task A_response_that_may_not_be_is_refused(string body, int status, string message)
    {
        var plane = await StartAsync();
        var (_, root) = await plane.NewMockApi();
        await plane.Done("PUT", $"{root}/methods/GET/responses/400", "{}");

        var answer = await plane.Call("PUT", $"{root}/methods/GET/integration/responses/400", body);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }
}
