using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Mapping templates put and changed with the AWS CLI, and what calls get from them.</summary>
public sealed class MappingTemplateTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_template_put_with_an_integration_makes_the_back_ends_body_and_the_clients()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("templates");
        string[] method = ["--rest-api-id", id, "--resource-id", root, "--http-method", "POST"];
        await Aws.CallAsync(["put-method", .. method, "--authorization-type", "NONE"]);
        await Aws.CallAsync(["put-method-response", .. method, "--status-code", "200"]);
        await Aws.CallAsync(
        [
            "put-integration", .. method, "--type", "HTTP", "--integration-http-method", "POST", "--uri", $"http://{shared.Backend.Address}/echo",
            "--request-templates", """{"application/json": "#set($context.requestOverride.querystring.who = $input.path('$.name')){\"hello\": \"$input.path('$.name')\"}"}""",
        ]);
        await Aws.CallAsync(
        [
            "put-integration-response", .. method, "--status-code", "200",
            "--response-templates", """{"application/json": "#set($context.responseOverride.header.X-Method = $context.httpMethod){\"answer\": \"$util.escapeJavaScript($input.body)\"}"}""",
        ]);
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        var answer = await Curl.GetAsync(shared.Server.Invoke(id, "prod", "/").ToString(), "--header", "Content-Type: application/json", "--data", """{"name": "Ada"}""");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("X-Method: POST", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"answer": "POST \/echo?who=Ada"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_is_none_is_taken_and_its_method_answers_500()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("broken template");
        await shared.Server.Api.PutMockAsync(id, root, "fine");
        string[] answer = ["--rest-api-id", id, "--resource-id", root, "--http-method", "GET", "--status-code", "200"];
        await Aws.CallAsync(["update-integration-response", .. answer, "--patch-operations", "op=replace,path=/responseTemplates/application~1json,value='#foreach($x in [1])'"]);

        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");
        var broken = await Curl.GetAsync(shared.Server.Invoke(id, "prod", "/").ToString());

        Assert.StartsWith("HTTP/1.1 500", broken, StringComparison.Ordinal);
        Assert.EndsWith("""{"message": "Internal server error"}""", broken, StringComparison.Ordinal);

        using var client = new HttpClient();
        var report = await client.GetStringAsync(new Uri(shared.Server.Control, "/_portico/fidelity"));
        Assert.Contains("cannot be parsed, and calls that come to it are answered 500: line 1, column 1: #foreach is never closed by #end", report, StringComparison.Ordinal);
    }
}
