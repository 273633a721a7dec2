using Portico.Aws.Signing;

namespace Portico.Tests.Callers;

/// <summary>Who may call the control plane where it asks for signatures.</summary>
public sealed class ControlAccessTests(SignedControlPlane plane)
{
    private const string Arn = "arn:aws:apigateway:eu-central-1::";

    [Fact]
    public async Task A_call_without_a_signature_is_refused()
    {
        Assert.Equal((403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}"""), await plane.CallAsync(null, "GET", "/restapis"));
        Assert.Equal("403 MissingAuthenticationToken: Request is missing Authentication Token", await plane.QueryAsync(null, "iam", "ListUsers"));
        Assert.Equal(403, (await plane.CallAsync(null, "GET", "/_portico/fidelity")).Status);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Who_asks_for_the_health_signs_nothing(string path) => Assert.Equal(200, (await plane.CallAsync(null, "GET", path)).Status);

    [Fact]
    public async Task The_root_user_may_do_everything()
    {
        Assert.Equal(201, (await plane.CallAsync(plane.Root, "POST", "/restapis", """{"name":"a"}""")).Status);
        Assert.Equal(200, (await plane.CallAsync(plane.Root, "GET", "/_portico/fidelity")).Status);
        Assert.Contains(":root</Arn>", await plane.QueryAsync(plane.Root, "sts", "GetCallerIdentity"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-301, "InvalidSignatureException")]
    [InlineData(301, "InvalidSignatureException")]
    [InlineData(-86_400, "InvalidSignatureException")]
    [InlineData(-290, null)]
    public async Task A_clock_may_be_off_by_five_minutes(int seconds, string? errorType) =>
        Assert.Equal(errorType, (await plane.CallAsync(plane.Root, "GET", "/restapis", offset: TimeSpan.FromSeconds(seconds))).ErrorType);

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_key_are_refused_in_the_words_of_each_protocol()
    {
        var wrong = plane.Root with { SecretAccessKey = "another" };
        var unknown = new AwsCredentials("AKIANOBODY", "x");

        Assert.Equal("InvalidSignatureException", (await plane.CallAsync(wrong, "GET", "/restapis")).ErrorType);
        Assert.Equal("UnrecognizedClientException", (await plane.CallAsync(unknown, "GET", "/restapis")).ErrorType);
        Assert.StartsWith("403 SignatureDoesNotMatch: The request signature we calculated", await plane.QueryAsync(wrong, "sts", "GetCallerIdentity"), StringComparison.Ordinal);
        Assert.Equal("403 InvalidClientTokenId: The security token included in the request is invalid.", await plane.QueryAsync(unknown, "sts", "GetCallerIdentity"));
    }

    [Fact]
    public async Task A_signature_for_another_service_opens_nothing()
    {
        Assert.Equal(501, (await plane.CallAsync(plane.Root, "GET", "/restapis", service: "s3")).Status);
        Assert.Equal((403, "MissingAuthenticationTokenException"), (await plane.CallAsync(plane.Root, "GET", "/nowhere")) is var (status, type, _) ? (status, type) : default);
    }

    [Theory]
    [InlineData("apigateway:GET", "/restapis", "GET", "/restapis", true)]
    [InlineData("apigateway:GET", "/restapis", "GET", "/restapis/", true)]
    [InlineData("apigateway:GET", "/restapis", "POST", "/restapis", false)]
    [InlineData("apigateway:*", "/restapis/*", "GET", "/restapis", false)]
    [InlineData("apigateway:GET", "/account", "GET", "/account", true)]
    [InlineData("apigateway:GET", "/tags/arn%3Aaws%3Aapigateway%3Aeu-central-1%3A%3A%2Frestapis%2Fnone", "GET", "/tags/arn:aws:apigateway:eu-central-1::%2Frestapis%2Fnone", true)]
    [InlineData("apigateway:GET", "/tags/*", "GET", "/restapis", false)]
    [InlineData("execute-api:*", "/*", "GET", "/restapis", false)]
    public async Task A_caller_may_do_what_his_policies_allow(string action, string resource, string method, string path, bool isAllowed)
    {
        var (name, credentials) = await plane.NewUserAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{Arn}}{{resource}}"}]}""");

        var (status, errorType, text) = await plane.CallAsync(credentials, method, path);

        if (isAllowed) Assert.NotEqual(403, status);
        else Assert.Equal((403, "AccessDeniedException", $$"""{"Message":"User: arn:aws:iam::123456789012:user/{{name}} is not authorized to perform: apigateway:{{method}} on resource: {{Arn}}/restapis because no identity-based policy allows the apigateway:{{method}} action"}"""), (status, errorType, text));
    }

    [Theory]
    [InlineData("/restapis/secretapi")]
    [InlineData("//restapis/secretapi")]
    [InlineData("/restapis/secretapi/")]
    [InlineData("/restapis/%73ecretapi")]
    public async Task No_spelling_of_a_path_slips_past_a_deny(string path)
    {
        var (_, credentials) = await plane.NewUserAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"{{Arn}}/restapis/secretapi"}]}""");

        var (status, errorType, text) = await plane.CallAsync(credentials, "GET", path);

        Assert.Equal((403, "AccessDeniedException"), (status, errorType));
        Assert.EndsWith("with an explicit deny in an identity-based policy\"}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/restapis", """{"name":"a","policy":POLICY}""")]
    [InlineData("POST", "/restapis?mode=import", """{"openapi":"3.0.1","info":{"title":"a","version":"1"},"paths":{},"x\u002damazon-apigateway-policy":DOCUMENT}""")]
    [InlineData("PATCH", "/restapis/API", """{"patchOperations":[{"op":"replace","path":"/policy","value":POLICY}]}""")]
    [InlineData("PUT", "/restapis/API?mode=overwrite", """{"openapi":"3.0.1","info":{"title":"a","version":"1"},"paths":{},"x-amazon-apigateway-policy":DOCUMENT}""")]
    public async Task A_resource_policy_is_changed_by_whoever_may_do_that_too(string method, string target, string body)
    {
        const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}""";
        using var made = System.Text.Json.JsonDocument.Parse((await plane.CallAsync(plane.Root, "POST", "/restapis", """{"name":"a"}""")).Text);
        target = target.Replace("API", made.RootElement.GetProperty("id").GetString(), StringComparison.Ordinal);
        body = body.Replace("POLICY", System.Text.Json.JsonSerializer.Serialize(Document), StringComparison.Ordinal).Replace("DOCUMENT", Document, StringComparison.Ordinal);
        var (_, without) = await plane.NewUserAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"apigateway:UpdateRestApiPolicy","Resource":"*"}]}""");
        var (_, with) = await plane.NewUserAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*","Resource":"*"}]}""");

        var refused = await plane.CallAsync(without, method, target, body);

        Assert.Equal((403, "AccessDeniedException"), (refused.Status, refused.ErrorType));
        Assert.Contains("is not authorized to perform: apigateway:UpdateRestApiPolicy on resource: ", refused.Text, StringComparison.Ordinal);
        Assert.InRange((await plane.CallAsync(with, method, target, body)).Status, 200, 201);
    }

    [Fact]
    public async Task Conditions_look_at_the_call()
    {
        var (_, credentials) = await plane.NewUserAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:GET","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"},"StringLike":{"aws:UserAgent":"deploy/*"},"StringEquals":{"aws:RequestedRegion":"eu-central-1"}}}]}""");

        Assert.Equal(200, (await plane.CallAsync(credentials, "GET", "/restapis", headers: ("User-Agent", "deploy/1"))).Status);
        Assert.Equal(403, (await plane.CallAsync(credentials, "GET", "/restapis", headers: ("User-Agent", "other/1"))).Status);
    }

    [Fact]
    public async Task A_user_without_policies_learns_who_he_is_and_nothing_else()
    {
        var (name, credentials) = await plane.NewUserAsync();

        Assert.Contains($"<Arn>arn:aws:iam::123456789012:user/{name}</Arn>", await plane.QueryAsync(credentials, "sts", "GetCallerIdentity"), StringComparison.Ordinal);
        Assert.Equal(
            $"403 AccessDenied: User: arn:aws:iam::123456789012:user/{name} is not authorized to perform: iam:CreateAccessKey on resource: arn:aws:iam::123456789012:user/{name} because no identity-based policy allows the iam:CreateAccessKey action",
            await plane.QueryAsync(credentials, "iam", "CreateAccessKey"));
        Assert.StartsWith("403 AccessDenied: ", await plane.QueryAsync(credentials, "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "p"), ("PolicyDocument", IamMethodTests.InvokeAll)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USER", null, true)]
    [InlineData("123456789012", null, false)]
    [InlineData("123456789012", "Allow", true)]
    [InlineData("USER", "Deny", false)]
    [InlineData("999999999999", "Allow", false)]
    public async Task A_role_is_assumed_by_whom_it_trusts(string trusted, string? own, bool isAssumed)
    {
        var (name, credentials) = await plane.NewUserAsync(own is null ? null : $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{own}}","Action":"sts:AssumeRole","Resource":"*"}]}""");
        var role = IamClient.NewName("trusting");
        var principal = trusted.Replace("USER", $"arn:aws:iam::123456789012:user/{name}", StringComparison.Ordinal);
        await plane.QueryAsync(plane.Root, "iam", "CreateRole", ("RoleName", role), ("AssumeRolePolicyDocument", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"sts:AssumeRole"}]}"""));
        await plane.QueryAsync(plane.Root, "iam", "PutRolePolicy", ("RoleName", role), ("PolicyName", "own"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:GET","Resource":"*"}]}"""));

        var answer = await plane.QueryAsync(credentials, "sts", "AssumeRole", ("RoleArn", $"arn:aws:iam::123456789012:role/{role}"), ("RoleSessionName", "job"));

        if (!isAssumed)
        {
            Assert.StartsWith("403 AccessDenied: ", answer, StringComparison.Ordinal);
            return;
        }

        var session = SignedControlPlane.Credentials(answer);
        Assert.Equal(200, (await plane.CallAsync(session, "GET", "/restapis")).Status);
        Assert.Equal(403, (await plane.CallAsync(session, "POST", "/restapis", """{"name":"a"}""")).Status);
        Assert.Equal("UnrecognizedClientException", (await plane.CallAsync(session with { SessionToken = null }, "GET", "/restapis")).ErrorType);
    }

    [Fact]
    public async Task A_policy_of_a_megabyte_is_refused_and_nothing_breaks()
    {
        var (name, _) = await plane.NewUserAsync();
        string Policy(int length) => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"{{new string('a', length)}}"}]}""";

        Assert.StartsWith("409 LimitExceeded: ", await plane.QueryAsync(plane.Root, "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "p"), ("PolicyDocument", Policy(20_000))), StringComparison.Ordinal);
        Assert.StartsWith("413 RequestEntityTooLarge: ", await plane.QueryAsync(plane.Root, "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "p"), ("PolicyDocument", Policy(1_100_000))), StringComparison.Ordinal);
        Assert.Equal(200, (await plane.CallAsync(plane.Root, "GET", "/restapis")).Status);
    }

    [Fact]
    public async Task A_deny_that_could_not_be_enforced_is_refused()
    {
        var (name, _) = await plane.NewUserAsync();

        Assert.Equal(
            "400 MalformedPolicyDocument: This version of Portico does not know the condition key 'aws:requesttag/team' and could not enforce the deny that relies on it",
            await plane.QueryAsync(plane.Root, "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "p"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"a"}}}]}""")));
    }

    [Fact]
    public async Task A_huge_header_is_answered_and_nothing_breaks()
    {
        Assert.Equal(431, (await plane.CallAsync(null, "GET", "/restapis", headers: ("Authorization", new string('a', 100_000)))).Status);
        Assert.Equal(403, (await plane.CallAsync(null, "GET", "/restapis", headers: ("Authorization", "AWS4-HMAC-SHA256 Credential=" + new string('/', 50_000)))).Status);
        Assert.Equal(200, (await plane.CallAsync(plane.Root, "GET", "/restapis")).Status);
    }
}
