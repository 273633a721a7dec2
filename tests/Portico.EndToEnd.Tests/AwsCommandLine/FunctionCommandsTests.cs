using System.IO.Compression;
using System.Text;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>A function made, permitted, called through an API, and changed, all by <c>aws lambda</c>.</summary>
public sealed class FunctionCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_function_is_created_invoked_and_behind_an_api_once_that_is_permitted()
    {
        AwsCli.SkipWhereAbsent();
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "node"))), "node is not in the PATH");
        using var folder = new TemporaryFolder();

        var made = await LambdaAsync(
            "create-function", "--function-name", "greeter", "--runtime", "nodejs20.x", "--handler", "index.handler", "--role", "arn:aws:iam::000000000000:role/any", "--zip-file", Package(folder, "one.zip", "one"));
        var arn = made.Text("FunctionArn");
        Assert.Equal("arn:aws:lambda:eu-central-1:000000000000:function:greeter", arn);
        await LambdaAsync("wait", "function-active-v2", "--function-name", "greeter");

        var invoked = await LambdaAsync("invoke", "--function-name", "greeter", "--payload", Base64("""{"body": "x"}"""), "--log-type", "Tail", folder["answer"]);
        Assert.Equal(("200", "$LATEST"), (invoked.Text("StatusCode"), invoked.Text("ExecutedVersion")));
        Assert.Equal("""{"statusCode":200,"body":"one x"}""", await File.ReadAllTextAsync(folder["answer"]));
        Assert.Contains("REPORT RequestId: ", Encoding.UTF8.GetString(Convert.FromBase64String(invoked.Text("LogResult"))), StringComparison.Ordinal);
        Assert.Equal("Unhandled", (await LambdaAsync("invoke", "--function-name", "greeter", "--payload", Base64("null"), folder["error"])).Text("FunctionError"));

        var (id, root) = await shared.Server.Api.CreateRestApiAsync("greeter");
        await Aws.CallAsync("put-method", "--rest-api-id", id, "--resource-id", root, "--http-method", "POST", "--authorization-type", "NONE");
        await Aws.CallAsync(
            "put-integration", "--rest-api-id", id, "--resource-id", root, "--http-method", "POST", "--type", "AWS_PROXY", "--integration-http-method", "POST",
            "--uri", $"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{arn}/invocations");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");
        var url = shared.Server.Invoke(id, "prod", "/").ToString();

        Assert.StartsWith("HTTP/1.1 500", await Curl.GetAsync(url, "--data", "y"), StringComparison.Ordinal);
        await LambdaAsync(
            "add-permission", "--function-name", "greeter", "--statement-id", "api", "--action", "lambda:InvokeFunction", "--principal", "apigateway.amazonaws.com",
            "--source-arn", $"arn:aws:execute-api:eu-central-1:000000000000:{id}/prod/POST/");
        Assert.EndsWith("one y", await Curl.GetAsync(url, "--data", "y"), StringComparison.Ordinal);

        await LambdaAsync("update-function-code", "--function-name", "greeter", "--zip-file", Package(folder, "two.zip", "two"));
        Assert.EndsWith("two y", await Curl.GetAsync(url, "--data", "y"), StringComparison.Ordinal);

        await LambdaAsync("delete-function", "--function-name", "greeter");
        Assert.StartsWith("HTTP/1.1 500", await Curl.GetAsync(url, "--data", "y"), StringComparison.Ordinal);
    }

    private Task<System.Text.Json.Nodes.JsonNode> LambdaAsync(params string[] arguments) => Aws.DoneAsync("lambda", arguments);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Package(TemporaryFolder folder, string name, string says)
    {
        using (var archive = ZipFile.Open(folder[name], ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(archive.CreateEntry("index.js").Open());
            writer.Write($"exports.handler = async (event) => ({{ statusCode: 200, body: '{says} ' + event.body }});");
        }

        return "fileb://" + folder[name];
    }
}
