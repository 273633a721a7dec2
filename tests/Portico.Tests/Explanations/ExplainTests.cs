using System.Net;
using Portico.Aws.Signing;
using Portico.DataPlane.Explanations;
using Portico.Identity;
using Portico.Tests.Callers;
using Portico.Tests.Cognito;
using Portico.Tests.GatewayResponses;
using Portico.Tests.Lambda;
using Portico.Tests.Running;
using Portico.Tests.Traffic;

namespace Portico.Tests.Explanations;

/// <summary>Why requests were refused.</summary>
public sealed class ExplainTests(RunningGateway gateway)
{
    private const string Mismatch = "The request signature we calculated does not match the signature you provided.";

    private static readonly Dictionary<string, (string Rule, string Reason)> Types = new(StringComparer.Ordinal)
    {
        ["ACCESS_DENIED"] = ("resourcePolicy", "explicit deny by statement 1 of the resource policy at definition:3"),
        ["API_CONFIGURATION_ERROR"] = ("integration", "Execution failed due to configuration error: "),
        ["AUTHORIZER_CONFIGURATION_ERROR"] = ("authorizer", "Execution failed due to configuration error: there is no function arn:aws:lambda:eu-west-1:123456789012:function:f"),
        ["AUTHORIZER_FAILURE"] = ("token", "the keys of the user pool cannot be fetched, so that nothing is known about the token"),
        ["BAD_REQUEST_BODY"] = ("validation", "Invalid request body"),
        ["BAD_REQUEST_PARAMETERS"] = ("validation", "Missing required request parameters: [needed]"),
        ["EXPIRED_TOKEN"] = ("signature", "The security token included in the request is expired"),
        ["INTEGRATION_FAILURE"] = ("integration", ""),
        ["INTEGRATION_TIMEOUT"] = ("integration", "Execution failed due to a timeout error"),
        ["INVALID_API_KEY"] = ("apiKey", "there is no API key: the header x-api-key is missing"),
        ["INVALID_SIGNATURE"] = ("signature", "The security token included in the request is invalid."),
        ["MISSING_AUTHENTICATION_TOKEN"] = ("route", "the stage has no method that takes GET for this path"),
        ["QUOTA_EXCEEDED"] = ("quota", "the quota of the usage plan "),
        ["REQUEST_TOO_LARGE"] = ("validation", "The event is larger than the 6 MB that Lambda takes"),
        ["THROTTLED"] = ("throttle", "throttled by the usage plan "),
        ["UNAUTHORIZED"] = ("authorizer", "the identity source method.request.header.Authorization of the authorizer 'token' is missing or empty"),
        ["UNSUPPORTED_MEDIA_TYPE"] = ("validation", "Unsupported Media Type"),
    };

    public static TheoryData<string> Refused => Provocation.Types;

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refusal_of_each_type_is_explained(string type)
    {
        var own = new RunningGateway { Sessions = [new Session { Key = new AccessKey(EveryTypeTests.Expired.AccessKeyId, EveryTypeTests.Expired.SecretAccessKey, DateTimeOffset.UnixEpoch), SessionToken = EveryTypeTests.Expired.SessionToken!, Expiration = DateTimeOffset.UnixEpoch.AddHours(1) }] };
        await own.InitializeAsync();

        var answer = await Provocation.Of(type).ProvokeAsync(own, "");
        var told = await own.WhyAsync(answer);

        Assert.Equal(("refused", type, answer.Status, Types[type].Rule), ((string)told["decision"]!, (string)told["responseType"]!, (int)told["status"]!, (string)told["rule"]!));
        Assert.StartsWith(Types[type].Reason, (string)told["reason"]!, StringComparison.Ordinal);
        Assert.NotEqual("", (string)told["reason"]!);
        Assert.Equal("127.0.0.1", (string)told["sourceIp"]!);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task The_statement_that_decided_is_named_with_its_place()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/open"),
            """
            x-amazon-apigateway-policy:
              Version: "2012-10-17"
              Statement:
                - { Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*/GET/*" }
                - Sid: NotFromHere
                  Effect: Deny
                  Principal: "*"
                  Action: execute-api:Invoke
                  Resource: execute-api:/*
                  Condition: { IpAddress: { aws:SourceIp: 127.0.0.0/8 } }
            """));

        var told = await gateway.WhyAsync(await api.GetAsync("/open"));

        Assert.Equal("explicit deny by statement \"NotFromHere\" of the resource policy at definition:7", (string)told["reason"]!);
        Assert.Equal((2, "NotFromHere", 7, "/x-amazon-apigateway-policy/Statement/1"), ((int)told["statement"]!, (string)told["sid"]!, (int)told["line"]!, (string)told["pointer"]!));
        Assert.Equal(("execute-api:Invoke", $"arn:aws:execute-api:eu-central-1:123456789012:{api.Id}/test/GET/open", "anonymous"), ((string)told["facts"]!["action"]!, (string)told["facts"]!["resource"]!, (string)told["facts"]!["principal"]!));
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*/POST/*"}]}""", "not authorized because no statement of the caller's identity policies allows execute-api:Invoke")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"NoPets","Effect":"Deny","Action":"execute-api:*","Resource":"*/pets"}]}""", "explicit deny by statement \"NoPets\" of the identity policy ")]
    public async Task What_a_callers_own_policies_decided_is_told(string policy, string reason)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(IamMethodTests.Secured(OpenApi.Mock("/pets")), IamMethodTests.Schemes));
        var (name, credentials) = await new IamClient(gateway).NewUserAsync(policy);

        var told = await gateway.WhyAsync(await api.SignedAsync(credentials, "GET", "/pets"));

        Assert.StartsWith(reason, (string)told["reason"]!, StringComparison.Ordinal);
        Assert.Equal(("identityPolicy", $"arn:aws:iam::123456789012:user/{name}"), ((string)told["rule"]!, (string)told["principal"]!));
    }

    [Fact]
    public async Task A_wrong_signature_is_told_by_its_canonical_parts_without_secrets()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(IamMethodTests.Secured(OpenApi.Mock("/pets")), IamMethodTests.Schemes));
        var (_, credentials) = await new IamClient(gateway).NewUserAsync(IamMethodTests.InvokeAll);

        var told = await gateway.WhyAsync(await api.SignedAsync(credentials with { SecretAccessKey = "another" }, "GET", "/pets", query: "token=hidden-in-the-query"));

        Assert.StartsWith(Mismatch, (string)told["reason"]!, StringComparison.Ordinal);
        Assert.Equal(("GET", "/test/pets", "token=(left out)", "host;x-amz-date", PayloadHash.Empty), (
            (string)told["facts"]!["canonicalMethod"]!, (string)told["facts"]!["canonicalPath"]!, (string)told["facts"]!["canonicalQuery"]!, (string)told["facts"]!["signedHeaders"]!, (string)told["facts"]!["payloadHash"]!));
        Assert.DoesNotContain("hidden-in-the-query", told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(credentials.SecretAccessKey, told.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pets", "Bearer a-token-of-somebody")]
    [InlineData("/nowhere", "Bearer a-token-of-somebody")]
    public async Task What_stood_in_a_header_is_kept_nowhere(string path, string authorization)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(IamMethodTests.Secured(OpenApi.Mock("/pets")), IamMethodTests.Schemes));

        var told = await gateway.WhyAsync(await api.GetAsync($"{path}?secret=in-the-query", ("Authorization", authorization)));

        Assert.DoesNotContain("a-token-of-somebody", told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("in-the-query", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_an_API_key_is_told_and_the_key_is_not()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var (_, disabled) = await planned.AddKeyAsync(enabled: false);
        var (_, elsewhere) = await (await PlannedApi.DeployAsync(gateway)).AddKeyAsync();

        Assert.Equal("the API key is unknown: no usage plan has it", await ReasonAsync("a-key-that-nobody-has-made"));
        Assert.Equal("the API key is disabled", await ReasonAsync(disabled));
        Assert.Equal($"the API key is in no usage plan of the stage {planned.Api.Id}/test", await ReasonAsync(elsewhere));

        async Task<string> ReasonAsync(string key)
        {
            var told = await gateway.WhyAsync(await planned.GetAsync("/pets", key));
            Assert.DoesNotContain(key, told.ToJsonString(), StringComparison.Ordinal);
            return (string)told["reason"]!;
        }
    }

    [Fact]
    public async Task The_plan_whose_quota_is_used_up_is_named()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":1,"period":"MONTH"} """);
        var (id, value) = await planned.AddKeyAsync();
        await planned.GetAsync("/pets", value);

        var told = await gateway.WhyAsync(await planned.GetAsync("/pets", value));

        Assert.Equal($"the quota of the usage plan {planned.PlanId} is used up", (string)told["reason"]!);
        Assert.Equal((planned.PlanId, "plan", id, id), ((string)told["facts"]!["usagePlanId"]!, (string)told["facts"]!["usagePlan"]!, (string)told["facts"]!["apiKeyId"]!, (string)told["apiKeyId"]!));
    }

    [Fact]
    public async Task The_limit_that_throttled_is_told()
    {
        var planned = await PlannedApi.DeployAsync(gateway, definition: OpenApi.Of(OpenApi.Mock("/slow")));
        await gateway.ControlAsync("PATCH", $"/restapis/{planned.Api.Id}/stages/test", "", """{"patchOperations":[{"op":"replace","path":"/~1slow/GET/throttling/rateLimit","value":"0"},{"op":"replace","path":"/~1slow/GET/throttling/burstLimit","value":"0"}]}""");
        var account = new RunningGateway { RateLimit = 0, BurstLimit = 0 };
        await account.InitializeAsync();

        Assert.Equal("throttled by the stage's setting for the method: 0 requests a second, burst 0", (string)(await gateway.WhyAsync(await planned.Api.GetAsync("/slow")))["reason"]!);
        Assert.Equal("throttled by the account's limit: 0 requests a second, burst 0", (string)(await account.WhyAsync(await (await account.DeployAsync(OpenApi.Of(OpenApi.Mock("/a")))).GetAsync("/a")))["reason"]!);
        await account.DisposeAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_is_told()
    {
        var now = TimeProvider.System.GetUtcNow();
        var api = await UserPoolMethodTests.DeployAsync(gateway);

        Assert.Equal($"the token has expired at {now.AddHours(-1).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}", await ReasonAsync("/open", Pool.Token(now.AddHours(-2))));
        Assert.Equal("the token's issuer 'https://evil.example.com' is none of the authorizer's user pools", await ReasonAsync("/open", Pool.Token(now, claims: ("iss", "https://evil.example.com"))));
        Assert.Equal("the token names a key that its user pool does not have", await ReasonAsync("/open", Pool.Token(now, "unknown")));
        Assert.Equal("this is no token that a user pool signs: three parts, algorithm RS256, a key id", await ReasonAsync("/open", Pool.Token(now, algorithm: "none")));
        Assert.StartsWith("an access token, where", await ReasonAsync("/open", Pool.Token(now, claims: ("token_use", "access"))), StringComparison.Ordinal);
        Assert.StartsWith("the token grants none of the method's authorizationScopes: ", await ReasonAsync("/scoped", Pool.Token(now, claims: [("token_use", "access"), ("scope", "other")])), StringComparison.Ordinal);
        Assert.Equal("there is no token: the header 'Authorization' is missing or empty", (string)(await gateway.WhyAsync(await api.GetAsync("/open")))["reason"]!);

        async Task<string> ReasonAsync(string path, string token)
        {
            var told = await gateway.WhyAsync(await api.GetAsync(path, ("Authorization", token)));
            Assert.DoesNotContain(token, told.ToJsonString(), StringComparison.Ordinal);
            return (string)told["reason"]!;
        }
    }

    [Theory]
    [InlineData("nothing-like-it", "the token does not match the identityValidationExpression of the authorizer 'asked'", "authorizer")]
    [InlineData("{unauthorized}", "the function of the authorizer 'asked' said Unauthorized", "authorizer")]
    [InlineData("{deny}", "explicit deny by statement \"S\" of the authorizer's policy", "authorizerPolicy")]
    [InlineData("{other}", "not authorized because no statement of the authorizer's policy allows execute-api:Invoke", "authorizerPolicy")]
    public async Task What_an_authorizer_decided_is_told(string token, string reason, string rule)
    {
        var function = await gateway.Functions.NodeAsync("""
            export const handler = async ({ authorizationToken: token, methodArn }) => {
              if (token === '{unauthorized}') throw new Error('Unauthorized');
              return { principalId: 'ann', policyDocument: { Statement: [{ Sid: 'S', Effect: token === '{deny}' ? 'Deny' : 'Allow', Action: 'execute-api:Invoke', Resource: token === '{deny}' ? methodArn : 'nothing' }] } };
            };
            """);
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/a").Replace("  get:\n", "  get:\n    security: [{ asked: [] }]\n", StringComparison.Ordinal),
            $$"""components: { securitySchemes: { asked: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: token, identityValidationExpression: "\\{.*\\}", authorizerUri: "{{RunFunctions.Uri(function)}}" } } } }"""));

        var told = await gateway.WhyAsync(await api.GetAsync("/a", ("Authorization", token)));

        Assert.Equal((reason, rule), ((string)told["reason"]!, (string)told["rule"]!));
        Assert.DoesNotContain(token, told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_explained()
    {
        var answer = await (await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/a")))).RawAsync("GET /nostage/a");

        var told = await gateway.WhyAsync(answer);

        Assert.Equal((403, "address"), ((int)told["status"]!, (string)told["rule"]!));
        Assert.Null(told["restApiId"]);
    }

    [Fact]
    public async Task A_request_that_was_let_in_leaves_nothing_and_the_latest_refusal_is_first()
    {
        var own = new RunningGateway();
        await own.InitializeAsync();
        var api = await own.DeployAsync(OpenApi.Of(OpenApi.Mock("/a")));

        var granted = await api.GetAsync("/a");
        await api.GetAsync("/first");
        await api.GetAsync("/second");

        Assert.Equal(404, (await own.ExplainAsync(HttpMethod.Get, $"/{granted["x-amzn-RequestId"]}")).Status);
        Assert.Equal(["/test/second", "/test/first"], (await own.ExplainAsync(HttpMethod.Get)).Told["refusals"]!.AsArray().Select(one => (string)one!["path"]!));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Only_the_control_plane_tells_and_no_page_of_another_origin_may_ask()
    {
        Assert.Equal(403, (await gateway.ExplainAsync(HttpMethod.Get, origin: "https://evil.example.com")).Status);
        Assert.Equal(405, (await gateway.ExplainAsync(HttpMethod.Delete)).Status);
        using var data = await gateway.Client.GetAsync(new Uri($"http://127.0.0.1:{gateway.Port}/_portico/explain"));
        Assert.Equal(HttpStatusCode.Forbidden, data.StatusCode);
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        var ring = new RefusalRing();
        for (var number = 0; number < 2_500; number++)
        {
            ring.Add(new Refusal { RequestId = $"{number}", At = DateTimeOffset.UnixEpoch, HttpMethod = "GET", Path = "/", SourceIp = "127.0.0.1", Status = 403, Reason = new(DecisionRule.Route, "none") });
        }

        Assert.Equal(RefusalRing.Capacity, ring.Latest(int.MaxValue).Length);
        Assert.Equal(("2499", "1500"), (ring.Latest(1)[0].RequestId, ring.Latest(int.MaxValue)[^1].RequestId));
        Assert.Null(ring.Find("1499"));
        Assert.NotNull(ring.Find("1500"));
    }
}
