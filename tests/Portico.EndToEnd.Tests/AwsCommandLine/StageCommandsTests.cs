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
    public async Task A_stage_keeps_answers_until_they_are_flushed()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("kept");
        await shared.Server.Api.PutMockAsync(id, root, "made by $context.requestId");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "live");
        string[] stage = ["--rest-api-id", id, "--stage-name", "live"];
        var address = shared.Server.Invoke(id, "live", "/").ToString();

        var changed = await Aws.CallAsync(
            ["update-stage", .. stage, "--patch-operations", "op=replace,path=/cacheClusterEnabled,value=true", "op=replace,path=/cacheClusterSize,value=0.5",
                "op=replace,path=/*/*/caching/enabled,value=true", "op=replace,path=/*/*/caching/ttlInSeconds,value=3600"]);
        Assert.Equal("AVAILABLE", changed.Text("cacheClusterStatus"));
        var first = Body(await Curl.GetAsync(address));
        Assert.StartsWith("made by ", first, StringComparison.Ordinal);
        Assert.Equal(first, Body(await Curl.GetAsync(address)));

        await Aws.CallAsync(["flush-stage-cache", .. stage]);
        var second = Body(await Curl.GetAsync(address));
        Assert.NotEqual(first, second);
        await Aws.CallAsync(["update-stage", .. stage, "--patch-operations", "op=replace,path=/~1/GET/caching/enabled,value=false"]);
        Assert.NotEqual(Body(await Curl.GetAsync(address)), Body(await Curl.GetAsync(address)));
        Assert.Equal("NOT_AVAILABLE", (await Aws.CallAsync(["update-stage", .. stage, "--patch-operations", "op=replace,path=/cacheClusterEnabled,value=false"])).Text("cacheClusterStatus"));

        static string Body(string answer) => answer[(answer.LastIndexOf('\n') + 1)..];
    }

    [Fact]
    public async Task A_canary_takes_all_requests_is_promoted_and_removed()
    {
        AwsCli.SkipWhereAbsent();
        var (id, root) = await shared.Server.Api.CreateRestApiAsync("canary");
        await shared.Server.Api.PutMockAsync(id, root, "first $context.isCanaryRequest");
        await Aws.CallAsync("create-deployment", "--rest-api-id", id, "--stage-name", "live");
        await shared.Server.Api.PutMockAnswerAsync(id, root, "second $context.isCanaryRequest");
        string[] stage = ["--rest-api-id", id, "--stage-name", "live"];
        var address = shared.Server.Invoke(id, "live", "/").ToString();

        await Aws.CallAsync(["create-deployment", .. stage, "--canary-settings", "percentTraffic=100,useStageCache=false"]);
        Assert.EndsWith("second true", await Curl.GetAsync(address), StringComparison.Ordinal);
        await Aws.CallAsync(["update-stage", .. stage, "--patch-operations", "op=replace,path=/canarySettings/percentTraffic,value=0"]);
        Assert.EndsWith("first false", await Curl.GetAsync(address), StringComparison.Ordinal);

        await Aws.CallAsync(["update-stage", .. stage, "--patch-operations", "op=copy,from=/canarySettings/deploymentId,path=/deploymentId", "op=remove,path=/canarySettings"]);
        Assert.EndsWith("second ", await Curl.GetAsync(address), StringComparison.Ordinal);
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
