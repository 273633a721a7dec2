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
    public async Task A_method_with_an_authorizer_lets_nobody_in_and_keeps_it()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("closed");
        await shared.Server.Api.PutMockAsync(id, root, "open");
        var authorizer = (await Aws.CallAsync("create-authorizer", "--rest-api-id", id, "--name", "token", "--type", "TOKEN", "--authorizer-uri", Uri, "--identity-source", "method.request.header.Authorization")).Text("id");
        await Aws.CallAsync(
            "update-method", "--rest-api-id", id, "--resource-id", root, "--http-method", "GET", "--patch-operations",
            "op=replace,path=/authorizationType,value=CUSTOM", $"op=replace,path=/authorizerId,value={authorizer}");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        var answer = await Curl.GetAsync(shared.Server.Invoke(id, "prod", "/").ToString(), "--header", "Authorization: allow");

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"message":"Unauthorized"}""", answer, StringComparison.Ordinal);
        Assert.Contains("Cannot delete authorizer 'token', is referenced in method: GET//", await Aws.FailAsync("delete-authorizer", "--rest-api-id", id, "--authorizer-id", authorizer), StringComparison.Ordinal);
    }

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
