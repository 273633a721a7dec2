using System.Text;
using Portico.Aws.Signing;
using Portico.Tests.Running;

namespace Portico.Tests.Callers;

/// <summary>Methods with <c>AWS_IAM</c>.</summary>
public sealed class IamMethodTests(RunningGateway gateway)
{
    internal const string InvokeAll = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}""";

    private const string WrongSignature =
        """{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}""";

    private readonly IamClient _iam = new(gateway);

    [Fact]
    public async Task Who_signs_and_may_call_is_let_in()
    {
        var api = await DeployAsync();
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        (await api.SignedAsync(credentials, "GET", "/pets")).Is(200, "mocked");
        (await api.SignedAsync(credentials, "GET", "/pets", query: "b=2&a=1&a=%2F+")).Is(200, "mocked");
        (await api.SignedAsync(credentials, "POST", "/pets", body: """{"a":1}""")).Is(200, "made");
    }

    [Fact]
    public async Task A_call_without_a_signature_is_refused() =>
        (await (await DeployAsync()).GetAsync("/pets")).IsRefusal(403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""");

    [Theory]
    [InlineData("/pets", "Bearer abc")]
    [InlineData("/nowhere", "Bearer abc")]
    public async Task A_bearer_token_is_no_signature_on_any_path(string path, string authorization) =>
        (await (await DeployAsync()).GetAsync(path, ("Authorization", authorization))).IsRefusal(
            403, "IncompleteSignatureException",
            """{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'Rv65nbe/TpVN3A4wNqJFFRFVWPe3IDXBIiGR3NjZ1vI='."}""".Replace(
                "Rv65nbe/TpVN3A4wNqJFFRFVWPe3IDXBIiGR3NjZ1vI=", Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(authorization))), StringComparison.Ordinal));

    [Fact]
    public async Task A_signature_for_a_path_that_is_not_there_gets_the_usual_answer()
    {
        var api = await DeployAsync();
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        (await api.SignedAsync(credentials, "GET", "/nowhere")).IsRefusal(403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""");
    }

    [Fact]
    public async Task An_unknown_key_is_refused() =>
        (await (await DeployAsync()).SignedAsync(new AwsCredentials("AKIANOBODY", "secret"), "GET", "/pets")).IsRefusal(
            403, "UnrecognizedClientException", """{"message":"The security token included in the request is invalid."}""");

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        (await (await DeployAsync()).SignedAsync(credentials with { SecretAccessKey = "another" }, "GET", "/pets")).IsRefusal(403, "InvalidSignatureException", WrongSignature);
    }

    [Fact]
    public async Task A_body_that_was_not_signed_is_refused()
    {
        var api = await DeployAsync();
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);
        var lines = SignedCalls.Sign(api, credentials, "POST", "/pets", body: Encoding.ASCII.GetBytes("signed"));

        (await api.PostAsync("/pets", "sent", headers: [.. lines.Select(line => (line.Key, line.Value))])).IsRefusal(403, "InvalidSignatureException", WrongSignature);
    }

    [Fact]
    public async Task A_large_body_is_verified_and_handed_on()
    {
        using var backEnd = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync(BackEnd.Ok($"{received.Body.Length}{received["Authorization"]}"));
            return true;
        });
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy($"{backEnd.Url}/{{proxy}}").Replace("  x-amazon-apigateway-any-method:\n", "  x-amazon-apigateway-any-method:\n    security: [{ sigv4: [] }]\n", StringComparison.Ordinal), Schemes));
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        (await api.SignedAsync(credentials, "POST", "/pets", body: new string('a', 300_000))).Is(200, "300000");
        (await api.SignedAsync(credentials, "POST", "/pets", body: "small")).Is(200, "5");
    }

    [Theory]
    [InlineData(-301, "Signature expired: ")]
    [InlineData(310, "Signature not yet current: ")]
    public async Task A_clock_that_is_off_by_more_than_five_minutes_is_refused(int seconds, string beginning)
    {
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        var answer = await (await DeployAsync()).SignedAsync(credentials, "GET", "/pets", offset: TimeSpan.FromSeconds(seconds));

        Assert.Equal((403, "InvalidSignatureException"), (answer.Status, answer["x-amzn-ErrorType"]));
        Assert.StartsWith($$"""{"message":"{{beginning}}""", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("5 min.)\"}", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("us-east-1", "execute-api", "Credential should be scoped to a valid region. ")]
    [InlineData("eu-central-1", "apigateway", "Credential should be scoped to correct service: 'execute-api'. ")]
    [InlineData("us-east-1", "s3", "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'execute-api'. ")]
    public async Task A_signature_for_elsewhere_is_refused(string region, string service, string message)
    {
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        (await (await DeployAsync()).SignedAsync(credentials, "GET", "/pets", region: region, service: service)).IsRefusal(403, "InvalidSignatureException", $$"""{"message":"{{message}}"}""");
    }

    [Theory]
    [InlineData(null, " because no identity-based policy allows the execute-api:Invoke action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*/POST/*"}]}""", " because no identity-based policy allows the execute-api:Invoke action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"execute-api:*","Resource":"*/GET/pets"}]}""", " with an explicit deny in an identity-based policy")]
    public async Task Who_may_not_call_is_told_why(string? policy, string ending)
    {
        var api = await DeployAsync();
        var (name, credentials) = await _iam.NewUserAsync(policy);

        (await api.SignedAsync(credentials, "GET", "/pets")).IsRefusal(
            403, "AccessDeniedException",
            $$"""{"Message":"User: arn:aws:iam::123456789012:user/{{name}} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********9012:{{api.Id}}/test/GET/pets{{ending}}"}""");
    }

    [Theory]
    [InlineData("/pets/secret", 403)]
    [InlineData("/pets/s%65cret", 403)]
    [InlineData("/pets/secret/", 403)]
    [InlineData("/pets/other", 200)]
    public async Task A_policy_is_held_against_the_path_however_it_is_spelled(string path, int status)
    {
        var api = await DeployAsync();
        var (_, credentials) = await _iam.NewUserAsync("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*/GET/pets/secret"}]}""");

        Assert.Equal(status, (await api.SignedAsync(credentials, "GET", path)).Status);
    }

    [Fact]
    public async Task A_changed_policy_and_a_disabled_key_hold_at_once()
    {
        var api = await DeployAsync();
        var (name, credentials) = await _iam.NewUserAsync(InvokeAll);
        Assert.Equal(200, (await api.SignedAsync(credentials, "GET", "/pets")).Status);

        await _iam.GrantedAsync("DeleteUserPolicy", ("UserName", name), ("PolicyName", "own"));
        Assert.Equal("AccessDeniedException", (await api.SignedAsync(credentials, "GET", "/pets"))["x-amzn-ErrorType"]);

        await _iam.GrantedAsync("AttachUserPolicy", ("UserName", name), ("PolicyArn", "arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess"));
        Assert.Equal(200, (await api.SignedAsync(credentials, "GET", "/pets")).Status);

        await _iam.GrantedAsync("UpdateAccessKey", ("UserName", name), ("AccessKeyId", credentials.AccessKeyId), ("Status", "Inactive"));
        Assert.Equal("UnrecognizedClientException", (await api.SignedAsync(credentials, "GET", "/pets"))["x-amzn-ErrorType"]);
    }

    [Fact]
    public async Task A_session_of_a_role_calls_as_the_role_and_needs_its_token()
    {
        var api = await DeployAsync();
        var role = IamClient.NewName("role");
        await _iam.GrantedAsync("CreateRole", ("RoleName", role), ("AssumeRolePolicyDocument", """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}"""));
        var assumed = await _iam.GrantedAsync("AssumeRole", ("RoleArn", $"arn:aws:iam::123456789012:role/{role}"), ("RoleSessionName", "job"));
        var credentials = IamClient.Credentials(assumed);

        Assert.Contains($"User: arn:aws:sts::123456789012:assumed-role/{role}/job is not authorized", (await api.SignedAsync(credentials, "GET", "/pets")).Text, StringComparison.Ordinal);

        await _iam.GrantedAsync("PutRolePolicy", ("RoleName", role), ("PolicyName", "own"), ("PolicyDocument", InvokeAll));
        (await api.SignedAsync(credentials, "GET", "/pets")).Is(200, "mocked");
        Assert.Equal("UnrecognizedClientException", (await api.SignedAsync(credentials with { SessionToken = null }, "GET", "/pets"))["x-amzn-ErrorType"]);
        Assert.Equal("UnrecognizedClientException", (await api.SignedAsync(credentials with { SessionToken = "another" }, "GET", "/pets"))["x-amzn-ErrorType"]);
    }

    [Theory]
    [InlineData(60, 0, 200)]
    [InlineData(60, -61, 403)]
    [InlineData(3600, -3000, 200)]
    public async Task A_presigned_URL_holds_as_long_as_it_says(int life, int offset, int status)
    {
        var api = await DeployAsync();
        var (_, credentials) = await _iam.NewUserAsync(InvokeAll);

        Assert.Equal(status, (await api.GetAsync($"/pets?{SignedCalls.Presign(api, credentials, "/pets", TimeSpan.FromSeconds(life), TimeSpan.FromSeconds(offset))}")).Status);
    }

    [Fact]
    public async Task Templates_and_mappings_know_the_caller()
    {
        const string Template = "$context.identity.accessKey|$context.identity.accountId|$context.identity.caller|$context.identity.user|$context.identity.userArn|$context.identity.principalOrgId";
        var api = await gateway.DeployAsync(OpenApi.Of(Secured(OpenApi.Mock("/who", Template)), Schemes));
        var (name, credentials) = await _iam.NewUserAsync(InvokeAll);
        var id = (await _iam.GrantedAsync("GetUser", ("UserName", name))).Descendants("UserId").Single().Value;

        (await api.SignedAsync(credentials, "GET", "/who")).Is(200, $"{credentials.AccessKeyId}|123456789012|{id}|{id}|arn:aws:iam::123456789012:user/{name}|");
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 ")]
    [InlineData("=")]
    [InlineData(",,,,=,=")]
    [InlineData("AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;;;, Signature=")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=;, Signature=x")]
    public async Task A_malformed_header_is_answered_and_nothing_breaks(string authorization)
    {
        var answer = await (await DeployAsync()).GetAsync("/pets", ("Authorization", authorization), ("X-Amz-Date", "20260131T120000Z"));

        Assert.Equal(403, answer.Status);
        Assert.Contains(answer["x-amzn-ErrorType"], (string[])["IncompleteSignatureException", "InvalidSignatureException"]);
    }

    internal const string Schemes = "components: { securitySchemes: { sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 } } }";

    internal static string Secured(string path) => path.Replace("  get:\n", "  get:\n    security: [{ sigv4: [] }]\n", StringComparison.Ordinal).Replace("  post:\n", "  post:\n    security: [{ sigv4: [] }]\n", StringComparison.Ordinal);

    private Task<DeployedApi> DeployAsync() => gateway.DeployAsync(OpenApi.Of(Secured(OpenApi.Mock("/pets") + OpenApi.MockMethod("post", "made") + OpenApi.Mock("/pets/{id}")), Schemes));
}
