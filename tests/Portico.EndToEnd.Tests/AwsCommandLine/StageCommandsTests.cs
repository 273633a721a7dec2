using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>Deployments and the stages that run them.</summary>
public sealed class StageCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_stage_is_rolled_back_by_naming_an_older_deployment()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("rolled back");
        await shared.Server.Api.PutMockAsync(id, root, "first");
        var first = await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--description", "one");
        await shared.Server.Api.PutMockAnswerAsync(id, root, "second");
        var second = await Aws.CallAsync("create-deployment", "--rest-api-id", id);
        string[] stage = ["--rest-api-id", id, "--stage-name", "live"];
        await Aws.CallAsync(["create-stage", .. stage, "--deployment-id", second.Text("id"), "--variables", "who=me"]);
        var address = shared.Server.Invoke(id, "live", "/").ToString();
        Assert.EndsWith("second", await Curl.GetAsync(address), StringComparison.Ordinal);

        var changed = await Aws.CallAsync(["update-stage", .. stage, "--patch-operations", $"op=replace,path=/deploymentId,value={first.Text("id")}"]);

        Assert.Equal(first.Text("id"), changed.Text("deploymentId"));
        Assert.Equal("me", (await Aws.CallAsync(["get-stage", .. stage])).Text("variables.who"));
        Assert.EndsWith("first", await Curl.GetAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_is_listed_described_and_deleted_once_no_stage_runs_it()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("deployments");
        await shared.Server.Api.PutMockAsync(id, root, "ok");
        var deployment = (await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "live")).Text("id");
        string[] one = ["--rest-api-id", id, "--deployment-id", deployment];
        Assert.Equal([deployment], (await Aws.CallAsync("get-deployments", "--rest-api-id", id)).Each("items", "id"));

        await Aws.CallAsync(["update-deployment", .. one, "--patch-operations", "op=replace,path=/description,value=the one"]);
        Assert.Equal("the one", (await Aws.CallAsync(["get-deployment", .. one])).Text("description"));
        Assert.Contains("(BadRequestException)", await Aws.FailAsync(["delete-deployment", .. one]), StringComparison.Ordinal);

        Assert.Equal(["live"], (await Aws.CallAsync("get-stages", "--rest-api-id", id)).Each("item", "stageName"));
        await Aws.CallAsync("delete-stage", "--rest-api-id", id, "--stage-name", "live");
        await Aws.CallAsync(["delete-deployment", .. one]);
        Assert.StartsWith("HTTP/1.1 403", await Curl.GetAsync(shared.Server.Invoke(id, "live", "/").ToString()), StringComparison.Ordinal);
    }
}
