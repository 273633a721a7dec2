using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Resources, and what hangs on them: methods, integrations and their responses.</summary>
public sealed class ResourceCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_resource_is_created_shown_moved_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("resources");
        var books = await Aws.CallAsync("create-resource", "--rest-api-id", id, "--parent-id", root, "--path-part", "books");
        string[] resource = ["--rest-api-id", id, "--resource-id", books.Text("id")];
        Assert.Equal("/books", (await Aws.CallAsync(["get-resource", .. resource])).Text("path"));

        var renamed = await Aws.CallAsync(["update-resource", .. resource, "--patch-operations", "op=replace,path=/pathPart,value=novels"]);
        Assert.Equal("/novels", renamed.Text("path"));

        await Aws.CallAsync(["delete-resource", .. resource]);
        Assert.Equal(["/"], (await Aws.CallAsync("get-resources", "--rest-api-id", id)).Each("items", "path"));
    }

    [Fact]
    public async Task A_method_and_its_responses_are_put_shown_changed_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("methods");
        string[] method = ["--rest-api-id", id, "--resource-id", root, "--http-method", "POST"];
        await Aws.CallAsync(["put-method", .. method, "--authorization-type", "NONE", "--operation-name", "create"]);
        await Aws.CallAsync(["put-method-response", .. method, "--status-code", "201", "--response-models", "application/json=Empty"]);
        await Aws.CallAsync(["update-method", .. method, "--patch-operations", "op=add,path=/requestParameters/method.request.querystring.dry,value=true"]);
        await Aws.CallAsync(["update-method-response", .. method, "--status-code", "201", "--patch-operations", "op=add,path=/responseParameters/method.response.header.Location,value=true"]);

        var shown = await Aws.CallAsync(["get-method", .. method]);
        Assert.Equal("create", shown.Text("operationName"));
        Assert.Equal("true", shown.At("requestParameters")!["method.request.querystring.dry"]!.ToString());
        Assert.Equal("Empty", shown.At("methodResponses.201.responseModels")!["application/json"]!.ToString());
        Assert.Equal("true", (await Aws.CallAsync(["get-method-response", .. method, "--status-code", "201"])).At("responseParameters")!["method.response.header.Location"]!.ToString());

        await Aws.CallAsync(["delete-method-response", .. method, "--status-code", "201"]);
        await Aws.CallAsync(["delete-method", .. method]);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync(["get-method", .. method]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_integration_and_its_responses_are_put_shown_changed_and_deleted()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("integrations");
        await shared.Server.Api.PutMockAsync(id, root, "ok");
        string[] method = ["--rest-api-id", id, "--resource-id", root, "--http-method", "GET"];
        await Aws.CallAsync(["put-integration", .. method, "--type", "HTTP", "--integration-http-method", "GET", "--uri", "http://127.0.0.1:9/a", "--timeout-in-millis", "1000"]);
        await Aws.CallAsync(["update-integration", .. method, "--patch-operations", "op=replace,path=/uri,value=http://127.0.0.1:9/b", "op=replace,path=/timeoutInMillis,value=2000"]);
        await Aws.CallAsync(["put-integration-response", .. method, "--status-code", "200", "--selection-pattern", @"2\d{2}"]);
        await Aws.CallAsync(["update-integration-response", .. method, "--status-code", "200", "--patch-operations", "op=replace,path=/selectionPattern,value=20."]);

        var shown = await Aws.CallAsync(["get-integration", .. method]);
        Assert.Equal(("http://127.0.0.1:9/b", "2000"), (shown.Text("uri"), shown.Text("timeoutInMillis")));
        Assert.Equal("20.", (await Aws.CallAsync(["get-integration-response", .. method, "--status-code", "200"])).Text("selectionPattern"));

        await Aws.CallAsync(["delete-integration-response", .. method, "--status-code", "200"]);
        await Aws.CallAsync(["delete-integration", .. method]);
        Assert.Contains("(NotFoundException)", await Aws.FailAsync(["get-integration", .. method]), StringComparison.Ordinal);
    }
}
