using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Authorizers.Lambda;
using Portico.Tests.Lambda;
using Portico.Tests.Running;
using Portico.Tests.Traffic;

namespace Portico.Tests.Authorizers;

/// <summary>Methods that ask a function who may call.</summary>
public sealed class LambdaAuthorizerTests(RunningGateway gateway)
{
    private const string Unauthorized = """{"message":"Unauthorized"}""";
    private const string Broken = """{"message":null}""";
    private const string AllowAll = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}""";

    // Does what the token says: an answer as it is, or how to fail. Counts its calls.
    private const string Code = """
        let calls = 0;
        export const handler = async (event) => {
          calls++;
          const told = event.authorizationToken ?? event.headers.Told ?? event.queryStringParameters.told ?? '{}';
          if (told === 'unauthorized') throw new Error('Unauthorized');
          if (told === 'throw') throw new Error('no');
          if (told === 'large') return { principalId: 'a', policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: Array.from({ length: 20000 }, (_, n) => `arn:aws:execute-api:eu-central-1:123456789012:api/${n}/GET/*`) }] } };
          if (told === 'exit') process.exit(1);
          const answer = JSON.parse(told);
          if (answer && answer.context && answer.context.asked) answer.context.asked = `${calls} ${JSON.stringify(event)}`;
          return answer;
        };
        """;

    private static string? s_function;

    [Fact]
    public async Task Whom_the_function_lets_in_is_let_in_and_what_it_said_is_known()
    {
        var api = await DeployAsync("type: token");

        var answer = await api.GetAsync("/a", ("Authorization", Answer(AllowAll, """{"text":"t","number":1.5,"flag":true,"nothing":null}""")));

        answer.Is(200, "ann t 1.5 true  ");
    }

    [Fact]
    public async Task The_event_of_a_token_authorizer_is_AWSs()
    {
        var api = await DeployAsync("type: token");
        var token = Answer(AllowAll, """{"asked":true}""");

        var told = Event(await api.GetAsync("/asked", ("Authorization", token)));

        Assert.Equal(["type", "methodArn", "authorizationToken"], told.AsObject().Select(member => member.Key));
        Assert.Equal(("TOKEN", $"arn:aws:execute-api:eu-central-1:123456789012:{api.Id}/test/GET/asked", token), ((string)told["type"]!, (string)told["methodArn"]!, (string)told["authorizationToken"]!));
    }

    [Fact]
    public async Task The_event_of_a_request_authorizer_is_AWSs()
    {
        var api = await DeployAsync("type: request\nidentitySource: method.request.header.Told");

        var told = Event(await api.GetAsync("/asked?a=1&a=2", ("Told", Answer(AllowAll, """{"asked":true}"""))));

        Assert.Equal(
            ["type", "methodArn", "resource", "path", "httpMethod", "headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "requestContext"],
            told.AsObject().Select(member => member.Key));
        Assert.Equal(("REQUEST", "/asked", "GET", "2"), ((string)told["type"]!, (string)told["resource"]!, (string)told["httpMethod"]!, (string)told["queryStringParameters"]!["a"]!));
        Assert.Equal(("{}", "{}"), (told["pathParameters"]!.ToJsonString(), told["stageVariables"]!.ToJsonString()));
        Assert.Null(told["requestContext"]!["authorizer"]);
    }

    [Theory]
    [InlineData("unauthorized", 401, "UnauthorizedException", Unauthorized)]
    [InlineData("throw", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("large", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("exit", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("null", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("\"text\"", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("[]", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("{}", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a"}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a","policyDocument":{}}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a","policyDocument":{"Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"policyDocument":{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a","policyDocument":{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]},"more":1}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a","policyDocument":{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]},"context":{"a":[]}}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a","policyDocument":{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"my:key":"true"}}},{"Effect":"Allow","Action":"*","Resource":"*"}]}}""", 500, "AuthorizerConfigurationException", Broken)]
    [InlineData("""{"principalId":"a","policyDocument":{"Statement":[{"Effect":"Deny","Action":"execute-api:Invoke","Resource":"*"}]}}""", 403, "AccessDeniedException", """{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}""")]
    [InlineData("""{"principalId":"a","policyDocument":{"Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*/POST/*"}]}}""", 403, "AccessDeniedException", """{"Message":"User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"}""")]
    public async Task What_the_function_says_is_answered_in_AWSs_words(string told, int status, string errorType, string body) =>
        (await (await DeployAsync("type: token\nauthorizerResultTtlInSeconds: 0")).GetAsync("/a", ("Authorization", told))).IsRefusal(status, errorType, body);

    [Fact]
    public async Task A_token_that_is_missing_or_does_not_match_is_refused_without_a_call()
    {
        var api = await DeployAsync("type: token\nidentityValidationExpression: '\\{.*\\}'");

        (await api.GetAsync("/a")).IsRefusal(401, "UnauthorizedException", Unauthorized);
        (await api.GetAsync("/a", ("Authorization", "throw"))).IsRefusal(401, "UnauthorizedException", Unauthorized);
        Assert.Equal(200, (await api.GetAsync("/a", ("Authorization", Answer(AllowAll)))).Status);
    }

    [Theory]
    [InlineData(300, 401)]
    [InlineData(0, 200)]
    public async Task A_missing_identity_source_is_refused_where_answers_are_kept(int ttl, int status)
    {
        var api = await DeployAsync($"type: request\nidentitySource: 'method.request.header.Missing, method.request.querystring.told'\nauthorizerResultTtlInSeconds: {ttl}");

        Assert.Equal(status, (await api.GetAsync($"/a?told={Uri.EscapeDataString(Answer(AllowAll))}")).Status);
    }

    [Fact]
    public async Task An_answer_is_kept_by_all_identity_sources_and_held_against_each_method()
    {
        var api = await DeployAsync("type: request\nidentitySource: 'method.request.header.Told, method.request.querystring.who, context.httpMethod'");
        var told = Answer("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*/asked"}]}""", """{"asked":true}""");

        var first = (await api.GetAsync("/asked?who=1", ("Told", told))).Text;
        Assert.Equal(first, (await api.GetAsync("/asked?who=1", ("Told", told))).Text);
        Assert.Equal(403, (await api.GetAsync("/a?who=1", ("Told", told))).Status);
        Assert.NotEqual(first, (await api.GetAsync("/asked?who=2", ("Told", told))).Text);
    }

    [Fact]
    public async Task A_flushed_answer_is_asked_for_again()
    {
        var api = await DeployAsync("type: token");
        var token = Answer(AllowAll, """{"asked":true}""");
        var first = (await api.GetAsync("/asked", ("Authorization", token))).Text;

        await api.DeployAsync();
        Assert.Equal(first, (await api.GetAsync("/asked", ("Authorization", token))).Text);
        await gateway.ControlAsync("DELETE", $"/restapis/{api.Id}/stages/test/cache/authorizers", "", "");

        Assert.NotEqual(first, (await api.GetAsync("/asked", ("Authorization", token))).Text);
    }

    // Phase 1 and table A.
    [Theory]
    [InlineData("Allow", "Allow", 200)]
    [InlineData("Allow", "neither", 200)]
    [InlineData("Allow", "Deny", 403)]
    [InlineData("neither", "Allow", 200)]
    [InlineData("neither", "neither", 403)]
    [InlineData("Deny", "Allow", 403)]
    public async Task A_resource_policy_and_the_function_are_held_together(string function, string resource, int status)
    {
        string Statement(string effect, string principal, string path) => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{(effect == "neither" ? "Allow" : effect)}}",{{principal}}"Action":"execute-api:Invoke","Resource":"{{(effect == "neither" ? path + "elsewhere" : path + "*")}}"}]}""";
        var api = await DeployAsync("type: token", $"x-amazon-apigateway-policy: {Statement(resource, "\"Principal\":\"*\",", "execute-api:/")}");

        Assert.Equal(status, (await api.GetAsync("/a", ("Authorization", Answer(Statement(function, "", "*/"))))).Status);
        if (resource == "Deny") Assert.Contains("User: anonymous is not authorized", (await api.GetAsync("/a")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_is_not_there_is_a_broken_configuration()
    {
        var api = await gateway.DeployAsync(Definition("type: token", "", RunFunctions.Uri("nobody")));

        (await api.GetAsync("/a", ("Authorization", "x"))).IsRefusal(500, "AuthorizerConfigurationException", Broken);
    }

    [Fact]
    public async Task An_address_that_no_policy_can_name_is_refused()
    {
        var api = await DeployAsync("type: token");

        Assert.Equal(414, (await api.GetAsync($"/deep/{new string('a', 1700)}", ("Authorization", "x"))).Status);
    }

    [Fact]
    public async Task A_function_behind_the_method_is_told_what_the_authorizer_said()
    {
        var function = await gateway.Functions.NodeAsync(RunFunctions.Echo);
        var api = await DeployAsync("type: token", paths: Secured("/echo:\n" + OpenApi.Method("get", RunFunctions.Proxy(function))));

        var context = JsonNode.Parse((await api.GetAsync("/echo", ("Authorization", Answer(AllowAll, """{"n":1}""")))).Text)!["requestContext"]!["authorizer"]!;

        Assert.Equal(("ann", "1", JsonValueKind.Number), ((string)context["principalId"]!, (string)context["n"]!, context["integrationLatency"]!.GetValueKind()));
    }

    [Fact]
    public async Task The_API_key_that_the_function_names_is_the_callers()
    {
        var api = await DeployAsync(
            "type: token", "    key: { type: apiKey, name: x-api-key, in: header }\nx-amazon-apigateway-api-key-source: AUTHORIZER",
            OpenApi.Mock("/keyed", "$context.identity.apiKeyId").Replace("  get:\n", "  get:\n    security: [{ asked: [], key: [] }]\n", StringComparison.Ordinal));
        var planned = await PlannedApi.OverAsync(gateway, api);
        var (id, value) = await planned.AddKeyAsync();

        (await api.GetAsync("/keyed", ("Authorization", Named(value)))).Is(200, id);
        (await api.GetAsync("/keyed", ("Authorization", Named("a-key-that-nobody-has-made")))).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
        (await api.GetAsync("/keyed", ("Authorization", Answer(AllowAll)), ("x-api-key", value))).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");

        static string Named(string key) => $$"""{"principalId":"ann","policyDocument":{{AllowAll}},"usageIdentifierKey":"{{key}}"}""";
    }

    [Fact]
    public async Task A_function_that_takes_too_long_is_a_broken_configuration()
    {
        var function = await gateway.Functions.NodeAsync("export const handler = () => new Promise(() => setInterval(() => {}, 1000));", timeout: 1);
        var api = await gateway.DeployAsync(Definition("type: token", "", RunFunctions.Uri(function)));

        (await api.GetAsync("/a", ("Authorization", "x"))).IsRefusal(500, "AuthorizerConfigurationException", Broken);
    }

    [Fact]
    public async Task The_function_may_be_named_by_a_stage_variable()
    {
        s_function ??= await gateway.Functions.NodeAsync(Code);
        var api = await gateway.DeployAsync(Definition("type: token", "", RunFunctions.Uri("${stageVariables.who}")), variables: ("who", s_function));

        Assert.Equal(200, (await api.GetAsync("/a", ("Authorization", Answer(AllowAll)))).Status);
    }

    [Fact]
    public void Callers_without_end_are_not_all_kept()
    {
        var cache = new AnswerCache(capacity: 100);
        var answer = AuthorizerAnswerReader.Read(Encoding.UTF8.GetBytes(Answer(AllowAll)), out _)!;
        for (var number = 0; number < 10_000; number++) cache.Add($"token {number}", answer, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(300));

        Assert.InRange(cache.Count, 1, 101);
        Assert.NotNull(cache.Find("token 9999", DateTimeOffset.UnixEpoch));
        Assert.Null(cache.Find("token 1", DateTimeOffset.UnixEpoch));
    }

    // Whichever way it jumps.
    [Fact]
    public void An_answer_ends_by_the_clock()
    {
        var answer = AuthorizerAnswerReader.Read(Encoding.UTF8.GetBytes(Answer(AllowAll)), out _)!;
        var now = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var cache = new AnswerCache();
        cache.Add("token", answer, now, TimeSpan.FromSeconds(300));

        Assert.NotNull(cache.Find("token", now.AddSeconds(299)));
        Assert.Null(cache.Find("token", now.AddSeconds(300)));
        Assert.Null(cache.Find("token", now.AddYears(10)));
        Assert.NotNull(cache.Find("token", now.AddSeconds(-1)));
        Assert.Null(cache.Find("token", now.AddYears(-10)));
    }

    [Theory]
    [InlineData("ALLOW", 200, "ann")]
    [InlineData("unauthorized", 401, null)]
    [InlineData("throw", 500, null)]
    public async Task An_authorizer_is_tried_by_itself(string token, int status, string? principal)
    {
        var api = await DeployAsync("type: token");
        using var authorizers = JsonDocument.Parse(await gateway.ControlAsync("GET", $"/restapis/{api.Id}/authorizers", "", ""));
        var id = authorizers.RootElement.GetProperty("item")[0].GetProperty("id").GetString();
        var told = token == "ALLOW" ? Answer(AllowAll) : token;

        var answer = JsonNode.Parse((await gateway.ControlAsync("POST", $"/restapis/{api.Id}/authorizers/{id}", "", new JsonObject { ["headers"] = new JsonObject { ["Authorization"] = told } }.ToJsonString())).Span)!;

        Assert.Equal((status, principal), ((int)answer["clientStatus"]!, (string?)answer["principalId"]));
        if (status == 200) Assert.Equal(AllowAll, (string?)answer["policy"]);
        Assert.Contains("Starting authorizer: ", (string)answer["log"]!, StringComparison.Ordinal);
    }

    private static string Answer(string policy, string context = "{}") => $$"""{"principalId":"ann","policyDocument":{{policy}},"context":{{context}}}""";

    private static JsonNode Event(Answer answer)
    {
        Assert.True(answer.Status == 200, answer.Text);
        return JsonNode.Parse(answer.Text[(answer.Text.IndexOf(' ', StringComparison.Ordinal) + 1)..])!;
    }

    private async Task<DeployedApi> DeployAsync(string authorizer, string more = "", string? paths = null)
    {
        s_function ??= await gateway.Functions.NodeAsync(Code);
        return await gateway.DeployAsync(Definition(authorizer, more, RunFunctions.Uri(s_function), paths));
    }

    private static string Definition(string authorizer, string more, string uri, string? paths = null) => OpenApi.Of(
        paths ?? Secured(OpenApi.Mock("/a", "$context.authorizer.principalId $context.authorizer.text $context.authorizer.number $context.authorizer.flag $context.authorizer.nothing $context.authorizer"))
            + Secured(OpenApi.Mock("/asked", "$context.authorizer.asked"))
            + Secured(OpenApi.Mock("/deep/{proxy+}", "deep")),
        $$"""
        components:
          securitySchemes:
            asked:
              type: apiKey
              name: Authorization
              in: header
              x-amazon-apigateway-authtype: custom
              x-amazon-apigateway-authorizer:
        {{OpenApi.Indented(authorizer, 8)}}
                authorizerUri: "{{uri}}"
        {{more}}
        """);

    private static string Secured(string path) => path.Replace("  get:\n", "  get:\n    security: [{ asked: [] }]\n", StringComparison.Ordinal);
}
