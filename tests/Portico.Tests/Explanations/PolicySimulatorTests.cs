using System.Text.Json.Nodes;
using Portico.Tests.Callers;
using Portico.Tests.Cognito;
using Portico.Tests.Lambda;
using Portico.Tests.Running;

namespace Portico.Tests.Explanations;

/// <summary>What would be decided about requests that nobody sent.</summary>
public sealed class PolicySimulatorTests(RunningGateway gateway)
{
    private const string Policy =
        """
        x-amazon-apigateway-policy:
          Version: "2012-10-17"
          Statement:
            - { Sid: Office, Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: { IpAddress: { aws:SourceIp: [ 10.0.0.0/8, 127.0.0.1 ] } } }
            - { Sid: Closed, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: { DateGreaterThan: { aws:CurrentTime: "2040-01-01T00:00:00Z" } } }
        """;

    [Theory]
    [InlineData("10.1.2.3", null, "allowed", "allowed by statement \"Office\" of the resource policy at definition:6")]
    [InlineData("192.0.2.1", null, "refused", "not authorized because no statement of the resource policy allows execute-api:Invoke at definition:3")]
    [InlineData("10.1.2.3", "2040-06-01T00:00:00Z", "refused", "explicit deny by statement \"Closed\" of the resource policy at definition:7")]
    public async Task Address_and_time_are_those_that_are_given(string sourceIp, string? time, string decision, string reason)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/open"), Policy));

        var told = await SimulateAsync(api, "/open", ("sourceIp", sourceIp), ("time", time));

        Assert.Equal($"{decision}: {reason}", $"{told["decision"]}: {told["reason"]}");
        Assert.Equal("not applicable: no web ACL is held against requests", (string)told["waf"]!);
    }

    [Theory]
    [InlineData("GET", "/open", "allowed", "open")]
    [InlineData("POST", "/open", "refused", "route")]
    [InlineData("GET", "/nowhere", "refused", "route")]
    public async Task A_method_before_which_nothing_stands_is_open(string method, string path, string decision, string rule)
    {
        var told = await SimulateAsync(await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/open"))), path, ("method", method));

        Assert.Equal((decision, rule), ((string)told["decision"]!, (string)told["rule"]!));
    }

    // The same that a signed call is answered.
    [Theory]
    [InlineData("""[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]""", "/pets", "allowed by statement 1 of the identity policy ")]
    [InlineData("""[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*/pets/1"}]""", "/pets/2", "not authorized because no statement of the caller's identity policies allows")]
    [InlineData("""[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"No","Effect":"Deny","Action":"*","Resource":"*"}]""", "/pets", "explicit deny by statement \"No\" of the identity policy ")]
    public async Task A_caller_is_decided_about_as_when_he_signs(string statements, string path, string reason)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(IamMethodTests.Secured(OpenApi.Mock("/pets") + OpenApi.Mock("/pets/{id}")), IamMethodTests.Schemes));
        var (name, credentials) = await new IamClient(gateway).NewUserAsync($$"""{"Version":"2012-10-17","Statement":{{statements}}}""");

        var byArn = await SimulateAsync(api, path, ("caller", $"arn:aws:iam::123456789012:user/{name}"));
        var byKey = await SimulateAsync(api, path, ("caller", credentials.AccessKeyId));

        Assert.Equal(byArn.ToJsonString(), byKey.ToJsonString());
        Assert.StartsWith(reason, (string)byArn["reason"]!, StringComparison.Ordinal);
        Assert.Equal((string?)byArn["decision"] == "allowed", (await api.SignedAsync(credentials, "GET", path)).Status == 200);
        Assert.Equal("MISSING_AUTHENTICATION_TOKEN", (string)(await SimulateAsync(api, path))["responseType"]!);
    }

    [Fact]
    public async Task A_token_is_verified_as_any_other()
    {
        var api = await UserPoolMethodTests.DeployAsync(gateway);
        var token = Pool.Token(TimeProvider.System.GetUtcNow());

        Assert.Equal("allowed", (string)(await SimulateAsync(api, "/open", headers: ("Authorization", token)))["decision"]!);
        Assert.Equal("token", (string)(await SimulateAsync(api, "/open", headers: ("Authorization", token + "x")))["rule"]!);
    }

    [Fact]
    public async Task An_authorizer_is_asked_and_nothing_of_it_is_kept()
    {
        var function = await gateway.Functions.NodeAsync("""
            let calls = 0;
            export const handler = async () => ({ principalId: `call${++calls}`, policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] } });
            """);
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/a", "$context.authorizer.principalId").Replace("  get:\n", "  get:\n    security: [{ asked: [] }]\n", StringComparison.Ordinal),
            $$"""components: { securitySchemes: { asked: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: token, authorizerUri: "{{RunFunctions.Uri(function)}}" } } } }"""));

        var told = await SimulateAsync(api, "/a", headers: ("Authorization", "t"), more: ("time", "2090-01-01T00:00:00Z"));

        Assert.Equal(("allowed", "allowed by statement 1 of the authorizer's policy", "call1"), ((string)told["decision"]!, (string)told["reason"]!, (string)told["principal"]!));
        (await api.GetAsync("/a", ("Authorization", "t"))).Is(200, "call2");
    }

    [Theory]
    [InlineData("no JSON", 400, "the body is no JSON object")]
    [InlineData("[]", 400, "the body is no JSON object")]
    [InlineData("{}", 400, "restApiId, stage and path are needed")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"c"}""", 400, "restApiId, stage and path are needed")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/","more":"c"}""", 400, "'more' is no text among")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/","sourceIp":"here"}""", 400, "'here' is no IP address")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/","time":"soon"}""", 400, "'soon' is no time")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/","scheme":"ftp"}""", 400, "'ftp' is no scheme")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/","headers":{"A":"b\n"}}""", 400, "headers/A is no text")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/","caller":"c","headers":{"Authorization":"d"}}""", 400, "whoever is the caller signs the request")]
    [InlineData("""{"restApiId":"a","stage":"b","path":"/"}""", 404, "there is no stage 'b' of an API 'a'")]
    public async Task What_is_no_request_is_refused_with_what_would_be_right(string body, int status, string message)
    {
        var (answered, told) = await gateway.ExplainAsync(HttpMethod.Post, body: body);

        Assert.Equal(status, answered);
        Assert.StartsWith(message, (string)told["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_is_not_known_is_named()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/a")));

        var (status, told) = await gateway.ExplainAsync(HttpMethod.Post, body: $$"""{"restApiId":"{{api.Id}}","stage":"test","path":"/a","caller":"arn:aws:iam::123456789012:user/nobody"}""");

        Assert.Equal(404, status);
        Assert.Contains("'arn:aws:iam::123456789012:user/nobody'", (string)told["message"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> SimulateAsync(DeployedApi api, string path, (string Name, string? Value) more = default, (string Name, string? Value) other = default, (string Name, string Value) headers = default)
    {
        var request = new JsonObject { ["restApiId"] = api.Id, ["stage"] = api.Stage, ["path"] = path };
        foreach (var (name, value) in new[] { more, other })
        {
            if (value is not null) request[name] = value;
        }

        if (headers.Name is not null) request["headers"] = new JsonObject { [headers.Name] = headers.Value };
        var (status, told) = await gateway.ExplainAsync(HttpMethod.Post, body: request.ToJsonString());
        Assert.True(status == 200, told.ToJsonString());
        return told;
    }
}
