using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>The road that every guide to API Gateway goes: an API, a resource, a method, its integration, a deployment, and a call.</summary>
public sealed class FirstApiTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_mock_method_made_step_by_step_answers_curl_in_every_form_of_its_address()
    {
        var id = (await Aws.CallAsync("create-rest-api", "--name", "first")).Text("id");
        var root = (await Aws.CallAsync("get-resources", "--rest-api-id", id)).Text("items.0.id");
        var resource = (await Aws.CallAsync("create-resource", "--rest-api-id", id, "--parent-id", root, "--path-part", "greeting")).Text("id");
        string[] method = ["--rest-api-id", id, "--resource-id", resource, "--http-method", "GET"];
        await Aws.CallAsync(["put-method", .. method, "--authorization-type", "NONE"]);
        await Aws.CallAsync(["put-method-response", .. method, "--status-code", "200", "--response-parameters", "method.response.header.X-From=false"]);
        await Aws.CallAsync(["put-integration", .. method, "--type", "MOCK", "--request-templates", """{"application/json":"{\"statusCode\": 200}"}"""]);
        await Aws.CallAsync(
        [
            "put-integration-response", .. method, "--status-code", "200",
            "--response-parameters", """{"method.response.header.X-From":"'mock'"}""", "--response-templates", """{"application/json":"{\"greeting\":\"hello\"}"}""",
        ]);
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        var (gateway, control) = (shared.Server.Gateway, shared.Server.Control);
        string[] addresses =
        [
            $"http://{id}.execute-api.localhost:{gateway.Port}/prod/greeting",
            $"http://{id}.execute-api.localhost:{control.Port}/prod/greeting",
            $"{gateway}_aws/execute-api/{id}/prod/greeting",
            $"{gateway}restapis/{id}/prod/_user_request_/greeting",
            $"{control}restapis/{id}/prod/_user_request_/greeting",
        ];
        foreach (var address in addresses)
        {
            var answer = await Curl.GetAsync(address);

            Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.Contains("X-From: mock", answer, StringComparison.OrdinalIgnoreCase);
            Assert.EndsWith("""{"greeting":"hello"}""", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_proxy_method_takes_the_request_to_the_back_end_and_its_answer_back()
    {
        var id = (await Aws.CallAsync("create-rest-api", "--name", "proxy")).Text("id");
        var root = (await Aws.CallAsync("get-resources", "--rest-api-id", id)).Text("items.0.id");
        var resource = (await Aws.CallAsync("create-resource", "--rest-api-id", id, "--parent-id", root, "--path-part", "{proxy+}")).Text("id");
        string[] method = ["--rest-api-id", id, "--resource-id", resource, "--http-method", "ANY"];
        await Aws.CallAsync(["put-method", .. method, "--authorization-type", "NONE", "--request-parameters", "method.request.path.proxy=true"]);
        await Aws.CallAsync(
        [
            "put-integration", .. method, "--type", "HTTP_PROXY", "--integration-http-method", "ANY",
            "--uri", $"http://{shared.Backend.Address}/below/{{proxy}}", "--request-parameters", "integration.request.path.proxy=method.request.path.proxy",
        ]);
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");

        // The host form for clients that resolve no *.localhost: curl is told where the name is.
        var port = shared.Server.Gateway.Port;
        var answer = await Curl.GetAsync($"http://{id}.execute-api.eu-central-1.amazonaws.com:{port}/prod/a/b?c=d", "--resolve", $"{id}.execute-api.eu-central-1.amazonaws.com:{port}:127.0.0.1", "--request", "PATCH");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.EndsWith("PATCH /below/a/b?c=d", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_edited_is_served_only_once_it_is_deployed()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("edited");
        await shared.Server.Api.PutMockAsync(id, root, "before");
        await shared.Server.Api.DeployAsync(id, "prod");
        string[] answer = ["--rest-api-id", id, "--resource-id", root, "--http-method", "GET", "--status-code", "200"];
        var address = shared.Server.Invoke(id, "prod", "/").ToString();

        var changed = await Aws.CallAsync(["update-integration-response", .. answer, "--patch-operations", "op=replace,path=/responseTemplates/application~1json,value=after"]);
        Assert.Equal("after", changed.At("responseTemplates")!["application/json"]!.ToString());
        Assert.EndsWith("before", await Curl.GetAsync(address), StringComparison.Ordinal);

        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "prod");
        Assert.EndsWith("after", await Curl.GetAsync(address), StringComparison.Ordinal);
    }
}
