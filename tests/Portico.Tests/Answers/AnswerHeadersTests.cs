using Portico.Tests.Running;

namespace Portico.Tests.Answers;

/// <summary>What the gateway adds to every answer, and what a client may wish for.</summary>
public sealed class AnswerHeadersTests(RunningGateway gateway)
{
    private const string Uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
    private const string Http = "responses: { default: { statusCode: \"200\" } }";

    [Theory]
    [InlineData("/mock", false)]
    [InlineData("/http", true)]
    [InlineData("/proxy", false)]
    [InlineData("/broken", false)]
    [InlineData("/missing", false)]
    public async Task Every_answer_bears_its_ids_and_those_of_http_integrations_the_trace(string path, bool showsTrace)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/mock") + OpenApi.Path("/http", "get", $"type: http\nhttpMethod: GET\nuri: {backEnd.Url}\n{Http}") + OpenApi.Proxy(backEnd.Url, "/proxy", "get")
            + OpenApi.Path("/broken", "get", "type: mock\nrequestTemplates: { application/json: 'nothing' }\n" + Http)));

        var answer = await api.GetAsync(path);

        Assert.Matches(Uuid, answer["x-amzn-RequestId"]);
        Assert.Matches("^[A-Za-z0-9+/]{15}=$", answer["x-amz-apigw-id"]);
        if (showsTrace) Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$", answer["X-Amzn-Trace-Id"]);
        else Assert.Null(answer["X-Amzn-Trace-Id"]);
    }

    [Fact]
    public async Task Two_requests_of_one_connection_have_ids_of_their_own()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/")));
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test") + api.RawHead("GET /test"));
        var first = await connection.ReceiveAsync();
        var second = await connection.ReceiveAsync();

        Assert.NotEqual(first["x-amzn-RequestId"], second["x-amzn-RequestId"]);
        Assert.NotEqual(first["x-amz-apigw-id"], second["x-amz-apigw-id"]);
    }

    [Fact]
    public async Task A_mock_answers_with_these_headers_and_no_others()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/")));

        var answer = await api.RawAsync("GET /test");

        Assert.Equal(["Content-Length", "Content-Type", "Date", "x-amz-apigw-id", "x-amzn-RequestId"], answer.Names.Order(StringComparer.Ordinal));
        Assert.Equal("application/json", answer["Content-Type"]);
    }

    [Fact]
    public async Task A_client_may_name_its_requests_id()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/")));

        Assert.Equal("my-own-id", (await api.GetAsync("", ("x-amzn-RequestId", "my-own-id")))["x-amzn-RequestId"]);
        Assert.Equal("my-own-id", (await api.GetAsync("/unknown", ("x-amzn-RequestId", "my-own-id")))["x-amzn-RequestId"]);
    }

    [Fact]
    public async Task A_request_id_that_no_header_should_hold_is_not_taken()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/")));

        Assert.Matches(Uuid, (await api.GetAsync("", ("x-amzn-RequestId", new string('x', 129))))["x-amzn-RequestId"]);
    }

    [Theory]
    [InlineData("POST", "DELETE", "delete")]
    [InlineData("GET", "POST", "post")]
    [InlineData("POST", "HEAD", "")]
    [InlineData("GET", "HEAD", "")]
    public async Task A_method_override_header_chooses_the_method(string sent, string wanted, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/", "delete", "delete") + OpenApi.MockMethod("post", "post") + OpenApi.MockMethod("head", "")));

        (await api.RawAsync($"{sent} /test", $"X-HTTP-Method-Override: {wanted}", "Content-Length: 0")).Is(200, expected);
    }

    [Fact]
    public async Task An_answer_to_a_request_turned_into_head_is_framed_as_the_client_expects_it()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "text", "any")));
        using var connection = await gateway.ConnectAsync();

        // The client sent GET, so it reads a body of the stated length.
        await connection.SendAsync(api.RawHead("GET /test", "X-HTTP-Method-Override: HEAD"));
        (await connection.ReceiveAsync()).Is(200, "text");
        await connection.SendAsync(api.RawHead("GET /test"));
        (await connection.ReceiveAsync()).Is(200, "text");
    }

    [Fact]
    public async Task A_head_request_turned_into_get_is_answered_without_a_body()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "text", "get")));
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("HEAD /test", "X-HTTP-Method-Override: GET") + api.RawHead("GET /test"));

        Assert.Equal("4", (await connection.ReceiveAsync(isHead: true))["Content-Length"]);
        (await connection.ReceiveAsync()).Is(200, "text");
    }

    [Fact]
    public async Task An_override_with_a_method_that_does_not_exist_matches_nothing()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "any", "any")));

        (await api.GetAsync("", ("X-HTTP-Method-Override", "get"))).IsRefusal(403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""");
    }

    [Fact]
    public async Task The_trace_that_a_client_sends_is_kept_and_completed()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", $"type: http\nhttpMethod: GET\nuri: {backEnd.Url}\n{Http}")));
        const string Root = "Root=1-5759e988-bd862e3fe1be46a994272793";

        var answer = await api.GetAsync("", ("X-Amzn-Trace-Id", Root + ";Sampled=1"));

        Assert.Matches($"^{Root};Parent=[0-9a-f]{{16}};Sampled=1$", answer["X-Amzn-Trace-Id"]);
        Assert.Equal(answer["X-Amzn-Trace-Id"], backEnd.Single()["X-Amzn-Trace-Id"]);
    }
}
