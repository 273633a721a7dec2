using System.Text;
using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Tls;

/// <summary>Routing rules of domain names: which is asked first, what fits, and what the API then sees of the path.</summary>
public sealed class RoutingRuleTests(RunningGateway gateway)
{
    private const string Forbidden = """{"message":"Forbidden"}""";

    private static int _names;

    [Theory]
    [InlineData("beta", "beta", true)]
    [InlineData("beta", "Beta", false)]
    [InlineData("beta*", "beta-2", true)]
    [InlineData("beta*", "a-beta", false)]
    [InlineData("*beta", "a-beta", true)]
    [InlineData("*beta*", "a-beta-2", true)]
    [InlineData("*", "", true)]
    [InlineData("*", null, false)]
    public async Task A_header_is_compared_with_case_and_asterisks(string glob, string? value, bool fits)
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        await RuleAsync(name, 1, await ApiAsync("hit"), [Header("X-Version", glob)]);

        var answer = await GetAsync(name, "/where", value is null ? "" : $"x-version: {value}\r\n");

        if (fits) answer.Is(200, "hit");
        else answer.IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Theory]
    [InlineData("/shop/where", "X-A: 1\r\nX-B: 2\r\n", 200)]
    [InlineData("/shop/where", "X-A: 1\r\n", 403)]
    [InlineData("/where", "X-A: 1\r\nX-B: 2\r\n", 403)]
    [InlineData("/shopping/where", "X-A: 1\r\nX-B: 2\r\n", 403)]
    [InlineData("/Shop/where", "X-A: 1\r\nX-B: 2\r\n", 403)]
    public async Task All_conditions_must_be_met(string target, string headers, int status)
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        await RuleAsync(name, 1, await ApiAsync("hit"), [Header("X-A", "1"), Header("X-B", "2"), Path("shop")], strip: true);

        Assert.Equal(status, (await GetAsync(name, target, headers)).Status);
    }

    [Fact]
    public async Task The_lowest_priority_is_asked_first_and_a_rule_without_conditions_takes_the_rest()
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        await RuleAsync(name, 1000, await ApiAsync("rest"), []);
        await RuleAsync(name, 20, await ApiAsync("second"), [Header("x-a", "*")]);
        await RuleAsync(name, 10, await ApiAsync("first"), [Header("x-a", "1")]);

        (await GetAsync(name, "/where", "x-a: 1\r\n")).Is(200, "first");
        (await GetAsync(name, "/where", "x-a: 2\r\n")).Is(200, "second");
        (await GetAsync(name, "/where")).Is(200, "rest");
    }

    [Theory]
    [InlineData(true, "/v1/shop/where", 200)]
    [InlineData(true, "/v1/shop/v1/shop/where", 403)]
    [InlineData(false, "/v1/shop/where", 403)]
    public async Task A_base_path_is_cut_off_where_the_rule_says_so(bool strip, string target, int status)
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        await RuleAsync(name, 1, await ApiAsync("hit"), [Path("v1/shop")], strip);

        Assert.Equal(status, (await GetAsync(name, target)).Status);
    }

    [Theory]
    [InlineData("BASE_PATH_MAPPING_ONLY", "x-a: 1\r\n", "mapping")]
    [InlineData("ROUTING_RULE_THEN_BASE_PATH_MAPPING", "x-a: 1\r\n", "rule")]
    [InlineData("ROUTING_RULE_THEN_BASE_PATH_MAPPING", "", "mapping")]
    [InlineData("ROUTING_RULE_ONLY", "x-a: 1\r\n", "rule")]
    [InlineData("ROUTING_RULE_ONLY", "", null)]
    public async Task The_mode_says_whether_rules_mappings_or_both_count(string mode, string headers, string? expected)
    {
        var name = await NewAsync("BASE_PATH_MAPPING_ONLY");
        await RuleAsync(name, 1, await ApiAsync("rule"), [Header("x-a", "1")]);
        var mapped = await ApiAsync("mapping");
        await gateway.ControlAsync("POST", $"/domainnames/{name}/basepathmappings", "", JsonSerializer.Serialize(new { restApiId = mapped.Id, stage = mapped.Stage }));
        await gateway.ControlAsync("PATCH", $"/domainnames/{name}", "", JsonSerializer.Serialize(new { patchOperations = new[] { new { op = "replace", path = "/routingMode", value = mode } } }));

        var answer = await GetAsync(name, "/where", headers);

        if (expected is null) answer.IsRefusal(403, "ForbiddenException", Forbidden);
        else answer.Is(200, expected);
    }

    [Fact]
    public async Task Gateway_responses_are_told_which_rule_led_here()
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/where"),
            """x-amazon-apigateway-gateway-responses: { MISSING_AUTHENTICATION_TOKEN: { statusCode: 404, responseTemplates: { application/json: "$context.customDomain.routingRuleIdMatched $context.customDomain.basePathMatched" } } }"""));
        var rule = await RuleAsync(name, 1, api, [Path("shop")], strip: true);

        (await GetAsync(name, "/shop/nowhere")).Is(404, $"{Text(rule, "routingRuleId")} shop");
    }

    [Fact]
    public async Task A_rule_is_made_shown_listed_replaced_and_deleted()
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        var api = await ApiAsync("a");
        var rule = await RuleAsync(name, 5, api, [Header("x-a", "1"), Path("shop")], strip: true);
        var id = Text(rule, "routingRuleId");
        Assert.Equal($"arn:aws:apigateway:eu-central-1:123456789012:/domainnames/{name}/routingrules/{id}", Text(rule, "routingRuleArn"));
        Assert.Equal(
            """[{"matchHeaders":{"anyOf":[{"header":"x-a","valueGlob":"1"}]}},{"matchBasePaths":{"anyOf":["shop"]}}]""", rule.GetProperty("conditions").GetRawText());
        await RuleAsync(name, 2, api, []);

        var (_, list) = await CallAsync("GET", $"/v2/domainnames/{name}/routingrules", query: "maxResults=1");
        Assert.Equal(2, list.GetProperty("routingRules")[0].GetProperty("priority").GetInt32());
        var (_, rest) = await CallAsync("GET", $"/v2/domainnames/{name}/routingrules", query: $"nextToken={Text(list, "nextToken")}");
        Assert.Equal((id, 1), (Text(rest.GetProperty("routingRules")[0], "routingRuleId"), rest.GetProperty("routingRules").GetArrayLength()));

        var (status, put) = await CallAsync("PUT", $"/v2/domainnames/{name}/routingrules/{id}", Body(7, api, [], false));
        Assert.Equal((200, 7, 0), (status, put.GetProperty("priority").GetInt32(), put.GetProperty("conditions").GetArrayLength()));
        Assert.Equal(204, (await CallAsync("DELETE", $"/v2/domainnames/{name}/routingrules/{id}")).Status);
        Assert.Equal((404, $"Unable to find RoutingRule by id {id}"), await RefusedAsync("GET", $"/v2/domainnames/{name}/routingrules/{id}"));
    }

    [Fact]
    public async Task What_is_no_rule_is_refused()
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        var api = await ApiAsync("a");
        await RuleAsync(name, 1, api, []);
        (string Body, int Status, string Message)[] cases =
        [
            (Body(1, api, [], false), 409, "A routing rule with priority 1 already exists for this domain name"),
            (Body(2, api, [Header("x-a", "1"), Header("x-b", "1"), Header("x-c", "1")], false), 400, "A routing rule can have at most 2 matchHeaders conditions"),
            (Body(2, api, [Path("a"), Path("b")], false), 400, "A routing rule can have at most one matchBasePaths condition"),
            (Body(2, api, [Path("/a")], false), 400, "Invalid base path '/a' specified: use segments of letters, digits and $-_.+!*'() separated by single slashes, without one at the beginning, at most 128 characters"),
            (Body(2, api, [Header("Authorization", "*")], false), 400, "The header 'Authorization' cannot be used in a routing rule condition"),
            (Body(2, api, [Header("x-amz-date", "*")], false), 400, "The header 'x-amz-date' cannot be used in a routing rule condition"),
            (Body(2, api, [Header("x y", "*")], false), 400, "Invalid header name 'x y' specified: use at most 40 characters of those that header names have"),
            (Body(2, api, [Header("x-a", "a*b")], false), 400, "Invalid value glob 'a*b' specified: use at most 128 characters with one asterisk at the beginning, at the end, or at both"),
            (Body(2, new DeployedApi(gateway, "none", "test"), [], false), 400, "Invalid API identifier specified 123456789012:none"),
            (Body(2, new DeployedApi(gateway, api.Id, "none"), [], false), 400, "Invalid stage identifier specified"),
        ];
        foreach (var (body, status, message) in cases) Assert.Equal((status, message), await RefusedAsync("POST", $"/v2/domainnames/{name}/routingrules", body));
        Assert.Equal((404, "Invalid domain name identifier specified"), await RefusedAsync("POST", "/v2/domainnames/none.example.com/routingrules", Body(1, api, [], false)));
    }

    [Fact]
    public async Task What_a_rule_leads_to_is_not_deleted_and_the_rules_go_with_their_name()
    {
        var name = await NewAsync("ROUTING_RULE_ONLY");
        var api = await ApiAsync("a");
        await RuleAsync(name, 1, api, []);

        var refused = await gateway.Host.ApiGateway.InvokeAsync(new() { Method = "DELETE", RawPath = $"/restapis/{api.Id}" }, CancellationToken.None);
        Assert.Equal(400, refused.Status);
        await gateway.ControlAsync("DELETE", $"/domainnames/{name}", "", "");
        await gateway.ControlAsync("DELETE", $"/restapis/{api.Id}", "", "");
    }

    [Fact]
    public async Task What_version_2_does_not_offer_yet_says_so() =>
        Assert.Equal((501, "The operation GetApis of apigatewayv2 is not available in this version of Portico"), await RefusedAsync("GET", "/v2/apis"));

    private Task<DeployedApi> ApiAsync(string answer) => gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/where", answer)));

    private async Task<string> NewAsync(string mode)
    {
        var name = $"rules{Interlocked.Increment(ref _names)}.example.com";
        await gateway.ControlAsync("POST", "/domainnames", "", JsonSerializer.Serialize(new { domainName = name, endpointConfiguration = new { types = new[] { "REGIONAL" } }, routingMode = mode }));
        return name;
    }

    private static object Header(string header, string glob) => new { matchHeaders = new { anyOf = new[] { new { header, valueGlob = glob } } } };

    private static object Path(string path) => new { matchBasePaths = new { anyOf = new[] { path } } };

    private static string Body(int priority, DeployedApi api, object[] conditions, bool strip) =>
        JsonSerializer.Serialize(new { priority, conditions, actions = new[] { new { invokeApi = new { apiId = api.Id, stage = api.Stage, stripBasePath = strip } } } });

    private async Task<JsonElement> RuleAsync(string name, int priority, DeployedApi api, object[] conditions, bool strip = false)
    {
        var (status, rule) = await CallAsync("POST", $"/v2/domainnames/{name}/routingrules", Body(priority, api, conditions, strip));
        Assert.True(status == 201, rule.ToString());
        return rule;
    }

    private async Task<(int Status, string? Message)> RefusedAsync(string method, string path, string body = "")
    {
        var (status, answer) = await CallAsync(method, path, body);
        return (status, Text(answer, "message"));
    }

    private async Task<(int Status, JsonElement Answer)> CallAsync(string method, string path, string body = "", string query = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{gateway.ControlPort}{path}{(query.Length == 0 ? "" : "?" + query)}");
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await gateway.Client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, bytes.Length == 0 ? default : JsonDocument.Parse(bytes).RootElement);
    }

    private async Task<Answer> GetAsync(string host, string target, string headers = "")
    {
        using var connection = await gateway.ConnectAsync();
        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n");
        return await connection.ReceiveAsync();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
