using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>What a function behind a proxy integration is given.</summary>
public sealed partial class ProxyEventTests(RunningGateway gateway)
{
    private const string Recordings = "conformance/events/localstack-aws-recorded/test_lambda_aws_proxy_integration.json";
    private static readonly string[] Usual = ["Accept: */*", "Accept-Encoding: gzip, deflate", "User-Agent: python-requests/testing", "Authorization: random-value", "tEsT-HEADeR: aValUE"];

    [Theory]
    [InlineData("invocation-payload-without-trailing-slash", "GET /stage/proxy-value")]
    [InlineData("invocation-payload-with-trailing-slash", "GET /stage/proxy-value/")]
    [InlineData("invocation-payload-with-double-slash", "GET /stage/proxy-value//double-slash")]
    [InlineData("invocation-payload-with-prepended-slash-to-stage", "GET //stage/proxy-value")]
    [InlineData("invocation-payload-with-prepended-slash", "GET /stage//proxy-value")]
    [InlineData("invocation-payload-without-trailing-slash-and-query-params", "GET /stage/proxy-value?urlparam=test")]
    [InlineData("invocation-payload-with-trailing-slash-and-query-params", "GET /stage/proxy-value/?urlparam=test")]
    [InlineData("invocation-payload-with-path-encoded-email", "GET /stage/proxy-value/api/user/test%2Balias@gmail.com/plus/test+alias@gmail.com")]
    [InlineData("invocation-payload-with-params-encoding", "GET /stage/proxy-value/api?email=test%2Balias@gmail.com&plus=test+alias@gmail.com&dateTimeOffset=2023-06-12T18:05:10.123456+00:00&url=https://www.google.com/&whitespace=foo%20bar&zhash=abort/%23")]
    [InlineData("invocation-hardcoded", "GET /stage//hardcoded")]
    public async Task An_event_equals_the_recorded_one(string name, string requestLine)
    {
        var api = await DeployAsync();

        var answer = await api.RawAsync(requestLine.Replace("abort/%23", "abort/", StringComparison.Ordinal), Usual);

        Equal(Recorded(name), JsonNode.Parse(answer.Text)!);
    }

    [Fact]
    public async Task An_event_with_a_body_and_repeated_parameters_equals_the_recorded_one()
    {
        var api = await DeployAsync();
        using var connection = await gateway.ConnectAsync();
        const string Body = "{\"message\": \"hello world\"}";

        await connection.SendAsync(api.RawHead(
            "POST /stage/proxy-value?category=electronics&category=books&price=10&price=20&price=30",
            "Accept: */*", "Accept-Encoding: gzip, deflate", "User-Agent: python-requests/testing", "Authorization: Bearer token123;API key456", "Content-Type: application/json;charset=utf-8",
            $"Content-Length: {Body.Length}") + Body);
        var @event = JsonNode.Parse((await connection.ReceiveAsync()).Text)!;

        Assert.Equal(Body, (string)@event["body"]!);
        @event["body"] = JsonNode.Parse(Body);
        Equal(Recorded("invocation-payload-with-params-encoding-multi"), @event);
    }

    [Fact]
    public async Task A_test_of_a_method_has_no_headers_but_those_of_the_test()
    {
        var function = await gateway.Functions.NodeAsync(RunFunctions.Echo);
        var method = await TestInvocations.TestedMethod.OfAsync(gateway, OpenApi.Of(OpenApi.Path("/x/{id}", "get", RunFunctions.Proxy(function), "operationId: GetX\nparameters: [ { name: id, in: path, required: true, schema: { type: string } } ]")), "/x/{id}", "GET");

        var plain = JsonNode.Parse((string)(await method.InvokeAsync(new { pathWithQueryString = "/x/1?a=b" }))["body"]!)!;
        var given = JsonNode.Parse((string)(await method.InvokeAsync(new { headers = new { A = "b" } }))["body"]!)!;

        Assert.Null(plain["headers"]);
        Assert.Null(plain["multiValueHeaders"]);
        Assert.Equal("""{"a":"b"}""", plain["queryStringParameters"]!.ToJsonString());
        Assert.Equal(("test-invoke-stage", "testPrefix", "/x/1", "test-invoke-source-ip", "GetX"), ((string)plain["requestContext"]!["stage"]!, (string)plain["requestContext"]!["domainPrefix"]!, (string)plain["requestContext"]!["path"]!, (string)plain["requestContext"]!["identity"]!["sourceIp"]!, (string)plain["requestContext"]!["operationName"]!));
        Assert.Equal("""{"A":"b"}""", given["headers"]!.ToJsonString());
    }

    [Fact]
    public async Task By_a_domain_name_the_base_path_is_a_part_of_the_path()
    {
        var api = await DeployAsync();
        var domain = await new CustomDomain(gateway, "events.example.com").CreateAsync();
        await domain.MapAsync("shop", api.Id, "stage");
        await domain.MapAsync("", api.Id, "stage");

        var mapped = JsonNode.Parse((await domain.GetAsync("/shop/a/b?c=d")).Text)!;
        var root = JsonNode.Parse((await domain.GetAsync("/hardcoded")).Text)!;

        Assert.Equal(("/shop/a/b", "/shop/a/b", "a/b", "shop"), ((string)mapped["path"]!, (string)mapped["requestContext"]!["path"]!, (string)mapped["pathParameters"]!["proxy"]!, (string)mapped["requestContext"]!["customDomain"]!["basePathMatched"]!));
        Assert.Equal(("events.example.com", "events"), ((string)mapped["requestContext"]!["domainName"]!, (string)mapped["requestContext"]!["domainPrefix"]!));
        Assert.Equal(("/hardcoded", "(none)"), ((string)root["path"]!, (string)root["requestContext"]!["customDomain"]!["basePathMatched"]!));
    }

    [Theory]
    [InlineData("text/plain", "plain \u00fc \ud83d\ude00 \"quoted\" \\ \n", false)]
    [InlineData("image/png", "not really an image", true)]
    [InlineData("image/png;q=1", "nor this", true)]
    public async Task A_body_is_text_unless_its_type_is_binary(string contentType, string body, bool isBase64)
    {
        var function = await gateway.Functions.NodeAsync(RunFunctions.Echo);
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "post", RunFunctions.Proxy(function)), "x-amazon-apigateway-binary-media-types: [ image/png ]"));

        var @event = JsonNode.Parse((await api.PostAsync("/x", body, contentType)).Text)!;

        Assert.Equal(isBase64, (bool)@event["isBase64Encoded"]!);
        Assert.Equal(isBase64 ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(body)) : body, (string)@event["body"]!);
    }

    [Fact]
    public async Task A_body_that_is_no_text_is_base64_whatever_its_type()
    {
        var api = await DeployAsync();
        byte[] body = [0xff, 0xfe, 0x00, 0x41];

        var @event = JsonNode.Parse((await api.CallAsync("POST", "/x", body, "text/plain")).Text)!;

        Assert.Equal((true, Convert.ToBase64String(body)), ((bool)@event["isBase64Encoded"]!, (string)@event["body"]!));
    }

    [Fact]
    public async Task What_is_for_the_gateway_alone_is_not_in_the_event()
    {
        var api = await DeployAsync();

        var @event = JsonNode.Parse((await api.RawAsync("GET /stage/x", "Authorization: AWS4-HMAC-SHA256 Credential=a", "X-Forwarded-For: 10.1.2.3", "X-Forwarded-Proto: ftp", "Connection: keep-alive", "Multi: a", "Multi: b", "TE: trailers")).Text)!;

        Assert.Equal(["Host", "Multi", "X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"], @event["headers"]!.AsObject().Select(header => header.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("10.1.2.3, 127.0.0.1", "http", "b"), ((string)@event["headers"]!["X-Forwarded-For"]!, (string)@event["headers"]!["X-Forwarded-Proto"]!, (string)@event["headers"]!["Multi"]!));
        Assert.Equal("""["a","b"]""", @event["multiValueHeaders"]!["Multi"]!.ToJsonString());
    }

    [Fact]
    public async Task Stage_variables_are_in_the_event()
    {
        var api = await DeployAsync(("color", "red"), ("size", "9"));

        var @event = JsonNode.Parse((await api.GetAsync("/x")).Text)!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"color":"red","size":"9"}"""), @event["stageVariables"]));
    }

    private async Task<DeployedApi> DeployAsync(params (string Name, string Value)[] variables)
    {
        var function = await gateway.Functions.NodeAsync(RunFunctions.Echo);
        var proxy = OpenApi.Path("/{proxy+}", "any", RunFunctions.Proxy(function), "parameters: [ { name: proxy, in: path, required: true, schema: { type: string } } ]");
        return await gateway.DeployAsync(OpenApi.Of(proxy + OpenApi.Path("/hardcoded", "get", RunFunctions.Proxy(function))), "stage", variables);
    }

    private static JsonNode Recorded(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "shared", Recordings))) folder = folder.Parent;
        Assert.SkipWhen(folder is null, "the folder ../shared with the recordings is not beside the repository");
        return JsonNode.Parse(File.ReadAllText(Path.Combine(folder!.FullName, "shared", Recordings)))!["recorded-content"]![name]!;
    }

    // What the recording marks as changing, and what only CloudFront adds, is left aside; every other member must be there, and no more.
    private static void Equal(JsonNode recorded, JsonNode sent)
    {
        foreach (var headers in new[] { recorded["headers"]!.AsObject(), recorded["multiValueHeaders"]!.AsObject() })
        {
            foreach (var name in headers.Select(header => header.Key).Where(name => name.StartsWith("CloudFront-", StringComparison.Ordinal) || name is "Via" or "X-Amz-Cf-Id").ToArray()) headers.Remove(name);
        }

        Equal(recorded, sent, "$");
        Assert.Matches("^[0-9a-f-]{36}$", (string)sent["requestContext"]!["requestId"]!);
        Assert.Matches(RequestTime(), (string)sent["requestContext"]!["requestTime"]!);
        Assert.Equal("123456789012", (string)sent["requestContext"]!["accountId"]!);
    }

    private static void Equal(JsonNode? recorded, JsonNode? sent, string place)
    {
        if (recorded is JsonValue value && value.TryGetValue<string>(out var text) && (text.StartsWith('<') || text == "111111111111"))
        {
            Assert.True(sent is not null, place);
            return;
        }

        if (recorded is JsonArray { Count: 1 } single && sent is JsonArray { Count: 1 } own)
        {
            Equal(single[0], own[0], place + "[0]");
            return;
        }

        if (recorded is not JsonObject map)
        {
            Assert.True(JsonNode.DeepEquals(recorded, sent), $"{place}: {recorded?.ToJsonString() ?? "null"} was recorded, {sent?.ToJsonString() ?? "null"} is sent");
            return;
        }

        var there = Assert.IsType<JsonObject>(sent);
        Assert.Equal(map.Select(member => $"{place}.{member.Key}").Order(StringComparer.Ordinal), there.Select(member => $"{place}.{member.Key}").Order(StringComparer.Ordinal));
        foreach (var (name, member) in map) Equal(member, there[name], $"{place}.{name}");
    }

    [GeneratedRegex(@"^\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000$")]
    private static partial Regex RequestTime();
}
