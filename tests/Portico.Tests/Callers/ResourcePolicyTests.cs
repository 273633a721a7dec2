using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Callers;

/// <summary>APIs with a resource policy: alone, and together with IAM.</summary>
public sealed class ResourcePolicyTests(RunningGateway gateway)
{
    private readonly IamClient _iam = new(gateway);

    [Theory]
    [InlineData("Allow", "*", "execute-api:/*", "", null)]
    [InlineData("Allow", "*", "execute-api:/test/GET/open", "", null)]
    [InlineData("Allow", "*", "execute-api:/test/POST/*", "", " because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData("Allow", "*", "execute-api:/prod/*", "", " because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData("Deny", "*", "execute-api:/*", "", " with an explicit deny in a resource-based policy")]
    [InlineData("Allow", "123456789012", "execute-api:/*", "", " because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData("Allow", "*", "execute-api:/*", ""","Condition":{"IpAddress":{"aws:SourceIp":["127.0.0.0/8"]}}""", null)]
    [InlineData("Allow", "*", "execute-api:/*", ""","Condition":{"NotIpAddress":{"aws:SourceIp":["127.0.0.0/8"]}}""", " because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData("Allow", "*", "execute-api:/*", ""","Condition":{"StringLike":{"aws:UserAgent":"tests*","aws:Referer":"https://example.com/*"}}""", null)]
    [InlineData("Allow", "*", "execute-api:/*", ""","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"},"Bool":{"aws:SecureTransport":"false"}}""", null)]
    [InlineData("Allow", "*", "execute-api:/*", ""","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}""", " because no resource-based policy allows the execute-api:Invoke action")]
    [InlineData("Allow", "*", "execute-api:/*", ""","Condition":{"StringEquals":{"aws:PrincipalType":"Anonymous"}}""", null)]
    public async Task A_policy_alone_lets_in_whom_it_allows(string effect, string principal, string resource, string condition, string? refusal)
    {
        var api = await DeployAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":{"AWS":"{{principal}}"},"Action":"execute-api:Invoke","Resource":"{{resource}}"{{condition}}}]}""");

        var answer = await api.GetAsync("/open", ("User-Agent", "tests/1"), ("Referer", "https://example.com/page"));

        if (refusal is null) answer.Is(200, "open");
        else answer.IsRefusal(403, "AccessDeniedException", $$"""{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********9012:{{api.Id}}/test/GET/open{{refusal}}"}""");
    }

    // Table A: the caller is of the API's account.
    [Theory]
    [InlineData("Allow", "Allow", null)]
    [InlineData("Allow", "neither", null)]
    [InlineData("Allow", "Deny", " with an explicit deny in a resource-based policy")]
    [InlineData("neither", "Allow", null)]
    [InlineData("neither", "neither", " because no identity-based policy allows the execute-api:Invoke action")]
    [InlineData("neither", "Deny", " with an explicit deny in a resource-based policy")]
    [InlineData("Deny", "Allow", " with an explicit deny in an identity-based policy")]
    [InlineData("Deny", "Deny", " with an explicit deny in an identity-based policy")]
    public async Task A_policy_and_the_callers_own_are_held_together(string identity, string resource, string? refusal)
    {
        var (name, credentials) = await _iam.NewUserAsync(identity == "neither" ? null : $$"""{"Statement":[{"Effect":"{{identity}}","Action":"execute-api:Invoke","Resource":"*"}]}""");
        var effect = resource == "neither" ? "Allow" : resource;
        var path = resource == "neither" ? "elsewhere" : "*";
        var api = await DeployAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":{"AWS":"arn:aws:iam::123456789012:user/{{name}}"},"Action":"execute-api:Invoke","Resource":"execute-api:/{{path}}"}]}""");

        var answer = await api.SignedAsync(credentials, "GET", "/signed");

        if (refusal is null) answer.Is(200, "signed");
        else answer.IsRefusal(403, "AccessDeniedException", $$"""{"Message":"User: arn:aws:iam::123456789012:user/{{name}} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********9012:{{api.Id}}/test/GET/signed{{refusal}}"}""");
    }

    [Fact]
    public async Task A_policy_takes_effect_with_the_next_deployment()
    {
        var api = await DeployAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}""");
        await gateway.ControlAsync("PATCH", $"/restapis/{api.Id}", "", JsonSerializer.Serialize(new
        {
            patchOperations = new[] { new { op = "replace", path = "/policy", value = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}""" } },
        }));

        (await api.GetAsync("/open")).Is(200, "open");
        await api.DeployAsync();
        Assert.Equal("AccessDeniedException", (await api.GetAsync("/open"))["x-amzn-ErrorType"]);
    }

    [Fact]
    public async Task The_answer_bears_the_policy_written_out_and_escaped()
    {
        var api = await DeployAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:root"]},"Action":"execute-api:Invoke","Resource":["execute-api:/test/GET/*"]}]}""");

        using var answer = JsonDocument.Parse(await gateway.ControlAsync("GET", $"/restapis/{api.Id}", "", ""));
        var escaped = answer.RootElement.GetProperty("policy").GetString()!;

        Assert.Equal(
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"execute-api:Invoke","Resource":["arn:aws:execute-api:eu-central-1:123456789012:{{api.Id}}/test/GET/*"]}]}""",
            JsonSerializer.Deserialize<string>($"\"{escaped}\""));
        Assert.StartsWith("{\\\"Version\\\"", escaped, StringComparison.Ordinal);
        Assert.Contains("\\/test\\/GET\\/*", escaped, StringComparison.Ordinal);
    }

    private Task<DeployedApi> DeployAsync(string policy) => gateway.DeployAsync(OpenApi.Of(
        OpenApi.Mock("/open", "open") + IamMethodTests.Secured(OpenApi.Mock("/signed", "signed")), $"{IamMethodTests.Schemes}\nx-amazon-apigateway-policy: {policy}"));
}
