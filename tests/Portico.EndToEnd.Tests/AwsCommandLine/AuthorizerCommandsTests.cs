using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Authorizers, made by hand and on methods.</summary>
public sealed class AuthorizerCommandsTests(SharedServer shared)
{
    private const string Uri = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:auth/invocations";

    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task An_authorizer_is_made_changed_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("authorizers");
        var made = await Aws.CallAsync("create-authorizer", "--rest-api-id", id, "--name", "token", "--type", "TOKEN", "--authorizer-uri", Uri, "--identity-source", "method.request.header.Authorization");
        Assert.Equal(("custom", "300"), (made.Text("authType"), made.Text("authorizerResultTtlInSeconds")));
        string[] authorizer = ["--rest-api-id", id, "--authorizer-id", made.Text("id")];

        await Aws.CallAsync(["update-authorizer", .. authorizer, "--patch-operations", "op=replace,path=/authorizerResultTtlInSeconds,value=0"]);

        Assert.Equal("0", (await Aws.CallAsync(["get-authorizer", .. authorizer])).Text("authorizerResultTtlInSeconds"));
        Assert.Equal(["token"], (await Aws.CallAsync("get-authorizers", "--rest-api-id", id)).Each("items", "name"));
        await Aws.CallAsync(["delete-authorizer", .. authorizer]);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync(["get-authorizer", .. authorizer]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_of_the_command_line_decides_who_calls_and_is_tried_by_itself()
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var function = await CreateFunctionAsync(folder);
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("asked");
        await shared.Server.Api.PutMockAsync(id, root, "hello $context.authorizer.principalId");
        var authorizer = (await Aws.CallAsync("create-authorizer", "--rest-api-id", id, "--name", "token", "--type", "TOKEN", "--authorizer-uri", UriOf(function), "--identity-source", "method.request.header.Authorization")).Text("id");
        await Aws.CallAsync(
            "update-method", "--rest-api-id", id, "--resource-id", root, "--http-method", "GET", "--patch-operations",
            "op=replace,path=/authorizationType,value=CUSTOM", $"op=replace,path=/authorizerId,value={authorizer}");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");
        string[] test = ["test-invoke-authorizer", "--rest-api-id", id, "--authorizer-id", authorizer, "--headers"];

        // Nobody said yet that the API may call it.
        Assert.StartsWith("HTTP/1.1 500", await CallAsync("allow"), StringComparison.Ordinal);
        await Aws.DoneAsync(
            "lambda", "add-permission", "--function-name", function, "--statement-id", "api", "--action", "lambda:InvokeFunction", "--principal", "apigateway.amazonaws.com",
            "--source-arn", $"arn:aws:execute-api:{AwsCli.Region}:000000000000:{id}/authorizers/{authorizer}");

        Assert.EndsWith("hello ann", await CallAsync("allow"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await CallAsync("deny"), StringComparison.Ordinal);
        Assert.EndsWith("""{"message":"Unauthorized"}""", await CallAsync("nobody"), StringComparison.Ordinal);
        var tried = await Aws.CallAsync([.. test, "Authorization=allow"]);
        Assert.Equal(("200", "ann"), (tried.Text("clientStatus"), tried.Text("principalId")));
        Assert.Contains("execute-api:Invoke", tried.Text("policy"), StringComparison.Ordinal);
        Assert.Equal("401", (await Aws.CallAsync([.. test, "Authorization=nobody"])).Text("clientStatus"));
        Assert.Contains("Cannot delete authorizer 'token', is referenced in method: GET//", await Aws.FailAsync("delete-authorizer", "--rest-api-id", id, "--authorizer-id", authorizer), StringComparison.Ordinal);

        Task<string> CallAsync(string token) => Curl.GetAsync(shared.Server.Invoke(id, "prod", "/").ToString(), "--header", $"Authorization: {token}");
    }

    private async Task<string> CreateFunctionAsync(TemporaryFolder folder)
    {
        const string Code = """
            export const handler = async ({ authorizationToken, methodArn }) => {
              if (authorizationToken === 'nobody') throw new Error('Unauthorized');
              return { principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: authorizationToken, Action: 'execute-api:Invoke', Resource: methodArn }].map((one) => ({ ...one, Effect: one.Effect === 'allow' ? 'Allow' : 'Deny' })) } };
            };
            """;
        var archive = folder["code.zip"];
        using (var zip = System.IO.Compression.ZipFile.Open(archive, System.IO.Compression.ZipArchiveMode.Create))
        {
            await using var entry = new StreamWriter(zip.CreateEntry("index.mjs").Open());
            await entry.WriteAsync(Code);
        }

        await Aws.DoneAsync("lambda", "create-function", "--function-name", "who-may-call", "--runtime", "nodejs20.x", "--handler", "index.handler", "--role", "arn:aws:iam::123456789012:role/any", "--zip-file", $"fileb://{archive}");
        return "who-may-call";
    }

    private static string UriOf(string function) => $"arn:aws:apigateway:{AwsCli.Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{AwsCli.Region}:000000000000:function:{function}/invocations";

    [Theory]
    [InlineData("TOKEN", "arn:aws:lambda:eu-central-1:123456789012:function:auth", "(BadRequestException)", "Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData("TOKENS", Uri, "(ValidationException)", "Value 'TOKENS' at 'createAuthorizerInput.type'")]
    public async Task What_may_not_be_is_refused(string type, string uri, string code, string message)
    {
        AwsCli.SkipWhereAbsent();
        var (id, _) = await shared.Server.Api.CreateRestApiAsync("refused");

        var refusal = await Aws.FailAsync("create-authorizer", "--rest-api-id", id, "--name", "a", "--type", type, "--authorizer-uri", uri, "--identity-source", "method.request.header.A");

        Assert.Contains(code, refusal, StringComparison.Ordinal);
        Assert.Contains(message, refusal, StringComparison.Ordinal);
    }
}
