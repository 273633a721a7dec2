using Portico.Model.Findings;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Stages;

public sealed class StageOperationsTests
{
    private const string Copy = "Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]";

    [Theory]
    [InlineData("cache/data")]
    [InlineData("cache/authorizers")]
    public async Task The_caches_of_a_stage_are_flushed(string cache)
    {
        var plane = await StartAsync();
        var (api, stage, _) = await plane.NewStage();

        Assert.Equal((202, ""), ((await plane.Call("DELETE", $"{stage}/{cache}")).Status, (await plane.Call("DELETE", $"{stage}/{cache}")).Json));
        (await plane.Call("DELETE", $"{api}/stages/nothere/{cache}")).RefusesNotFound("Invalid stage identifier specified");
        (await plane.Call("DELETE", $"/restapis/nothere/stages/dev/{cache}")).RefusesNotFound("Invalid stage identifier specified");
    }

    [Fact]
    public async Task A_stage_shows_AWSs_defaults()
    {
        var plane = await StartAsync();
        var (api, _, deployment) = await plane.NewStage();

        var answer = await plane.Call("POST", $"{api}/stages", $$"""{"stageName":"prod","deploymentId":"{{deployment}}"}""");

        Assert.Equal(
            (201, $$"""{"deploymentId":"{{deployment}}","stageName":"prod","cacheClusterEnabled":false,"cacheClusterStatus":"NOT_AVAILABLE","methodSettings":{},"tracingEnabled":false,"createdDate":{{Now}},"lastUpdatedDate":{{Now}}}"""),
            (answer.Status, answer.Json));
    }

    [Theory]
    [InlineData("""{"stageName":"x"}""", 400, "DeploymentId cannot be empty")]
    [InlineData("""{"stageName":"x","deploymentId":"nothere"}""", 400, "Deployment id does not exist")]
    [InlineData("""{"stageName":"x","deploymentId":"ID","canarySettings":{"deploymentId":"nothere"}}""", 400, "Deployment id does not exist")]
    [InlineData("""{"stageName":"dev","deploymentId":"ID"}""", 409, "Stage already exists")]
    [InlineData("""{"stageName":"x","deploymentId":"ID","variables":{"a":"b;c"}}""", 400,
        "Invalid stage variable value: b;c.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.")]
    [InlineData("""{"stageName":"a b","deploymentId":"ID"}""", 400, "Stage name only allows a-zA-Z0-9_-")]
    public async Task A_stage_that_may_not_be_is_refused(string body, int status, string message)
    {
        var plane = await StartAsync();
        var (api, _, deployment) = await plane.NewStage();

        var answer = await plane.Call("POST", $"{api}/stages", body.Replace("ID", deployment, StringComparison.Ordinal));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_stage_is_not_pointed_to_what_cannot_be_served()
    {
        var plane = await StartAsync();
        var (api, stage, deployment) = await plane.NewStage();
        plane.AgainstDeployment.Add(Finding.Error("no longer"));

        (await plane.Call("POST", $"{api}/stages", $$"""{"stageName":"prod","deploymentId":"{{deployment}}"}""")).RefusesBadRequest("The REST API cannot be deployed:\n\tno longer");
        (await plane.Patch(stage, Op("replace", "/deploymentId", deployment))).RefusesBadRequest("The REST API cannot be deployed:\n\tno longer");
        Assert.Equal(200, (await plane.Patch(stage, Op("replace", "/description", "x"))).Status);
    }

    [Theory]
    [InlineData("replace", "/wrong", "x", "Invalid method setting path: /wrong. Must be one of: [/deploymentId, ")]
    [InlineData("replace", "/canarySettings", "x", "Invalid method setting path: /canarySettings. Must be one of: [/deploymentId, ")]
    [InlineData("replace", "/canarySettings/badPath", "x", "Invalid method setting path: /canarySettings/badPath. Must be one of: [/deploymentId, ")]
    [InlineData("remove", "/canarySettings/badPath", null, "Cannot remove method setting canarySettings/badPath because there is no method setting for this method ")]
    [InlineData("remove", "/canarySettings/stageVariableOverrides", null, "Cannot remove method setting canarySettings/stageVariableOverrides because there is no method setting for this method ")]
    [InlineData("remove", "/*/*", null, "Cannot remove method setting */* because there is no method setting for this method ")]
    [InlineData("remove", "/accessLogSettings/destinationArn", null, "Cannot remove method setting accessLogSettings/destinationArn because there is no method setting for this method ")]
    [InlineData("add", "/accessLogSettings/wrong", "x", "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]")]
    [InlineData("replace", "/accessLogSettings/destinationArn", "", "Access Log value must not be empty")]
    [InlineData("replace", "/accessLogSettings/destinationArn", "X", "Invalid ARN. ARN is not well formed X")]
    [InlineData("replace", "/accessLogSettings/format", "", "Access Log value must not be empty")]
    [InlineData("replace", "/accessLogSettings/format", "$context.status", "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.status'")]
    [InlineData("replace", "/accessLogSettings/format", "$context.requestIds", "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.requestIds'")]
    [InlineData("replace", "/accessLogSettings/format", "a\n$context.requestId", "Access Log format must be single line, new line character is allowed only at end of the format: 'a\n$context.requestId'")]
    [InlineData("add", "/canarySettings/deploymentId", "x", "Invalid add operation with path: /canarySettings/deploymentId")]
    [InlineData("replace", "/canarySettings/deploymentId", "x", "Deployment id does not exist")]
    [InlineData("replace", "/deploymentId", "x", "Deployment id does not exist")]
    [InlineData("replace", "/clientCertificateId", "x", "Invalid Client Certificate identifier specified")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string? value, string message)
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();

        var answer = await plane.Patch(stage, Op(op, path, value));
        Assert.Equal((400, "BadRequestException"), (answer.Status, answer.Code));
        Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/canarySettings/stageVariableOverrides", "/variables", $"Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. {Copy}")]
    [InlineData("/deploymentId", "/canarySettings/deploymentId", "Promotion not available. Canary does not exist.")]
    public async Task A_copy_only_promotes_a_canary(string path, string from, string message)
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();

        (await plane.Patch(stage, Op("copy", path, null, from))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_canary_begins_is_promoted_and_ends_by_patch()
    {
        var plane = await StartAsync();
        var (api, stage, _) = await plane.NewStage();
        var second = (string)(await plane.Done("POST", $"{api}/deployments", "{}"))["id"]!;

        var begun = await plane.Patch(stage, Op("replace", "/canarySettings/deploymentId", second), Op("replace", "/canarySettings/stageVariableOverrides/a", "b"));
        Assert.Equal($$"""{"percentTraffic":0,"deploymentId":"{{second}}","stageVariableOverrides":{"a":"b"},"useStageCache":false}""", begun.Body!["canarySettings"]!.ToJsonString());

        var promoted = await plane.Patch(stage, Op("copy", "/deploymentId", null, "/canarySettings/deploymentId"), Op("copy", "/variables", null, "/canarySettings/stageVariableOverrides"));
        Assert.Equal((second, """{"a":"b"}"""), ((string?)promoted.Body!["deploymentId"], promoted.Body["variables"]!.ToJsonString()));

        Assert.Null((await plane.Patch(stage, Op("remove", "/canarySettings"))).Body!["canarySettings"]);
    }

    [Theory]
    [InlineData("/~1pets~1{id}/GET/throttling/rateLimit", "1.5", "pets/{id}/GET", "throttlingRateLimit", "1.5")]
    [InlineData("/~1/GET/throttling/burstLimit", "7", "/GET", "throttlingBurstLimit", "7")]
    [InlineData("/*/*/logging/loglevel", "OFF", "*/*", "loggingLevel", "\"OFF\"")]
    [InlineData("/*/*/caching/ttlInSeconds", "60", "*/*", "cacheTtlInSeconds", "60")]
    public async Task A_setting_makes_an_entry_with_all_defaults(string path, string value, string key, string member, string shown)
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();

        var entry = (await plane.Patch(stage, Op("replace", path, value))).Body!["methodSettings"]![key]!;

        Assert.Equal(shown, entry[member]!.ToJsonString());
        Assert.Equal("SUCCEED_WITH_RESPONSE_HEADER", (string?)entry["unauthorizedCacheControlHeaderStrategy"]);
        Assert.True((bool)entry["requireAuthorizationForCacheControl"]!);
    }

    [Fact]
    public async Task A_methods_entry_begins_as_that_of_all_methods_and_goes_whole()
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();

        var settings = (await plane.Patch(stage,
            Op("replace", "/*/*/metrics/enabled", "true"), Op("replace", "/~1pets/GET/logging/dataTrace", "true"), Op("replace", "/*/*/metrics/enabled", "false"), Op("remove", "/*/*"))).Body!["methodSettings"]!;

        Assert.Null(settings["*/*"]);
        Assert.True((bool)settings["pets/GET"]!["metricsEnabled"]!);
    }

    [Fact]
    public async Task Variables_and_access_logs_are_set_and_removed()
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();

        var set = await plane.Patch(stage, Op("replace", "/variables/a", "x-1"), Op("add", "/accessLogSettings/destinationArn", "arn:aws:logs:eu-west-1:123456789012:log-group:g:*"),
            Op("replace", "/accessLogSettings/format", "$context.requestId"));
        Assert.Equal("""{"format":"$context.requestId","destinationArn":"arn:aws:logs:eu-west-1:123456789012:log-group:g"}""", set.Body!["accessLogSettings"]!.ToJsonString());

        var removed = await plane.Patch(stage, Op("remove", "/variables/a"), Op("remove", "/accessLogSettings"));
        Assert.Null(removed.Body!["variables"] ?? removed.Body["accessLogSettings"]);
    }

    [Theory]
    [InlineData("stages/dev")]
    [InlineData("")]
    public async Task A_deleted_stage_is_in_no_plan_and_no_key(string deleted)
    {
        var plane = await StartAsync();
        var (api, _, deployment) = await plane.NewStage();
        var id = api.Split('/')[2];
        await plane.Done("POST", $"{api}/stages", $$"""{"stageName":"other","deploymentId":"{{deployment}}"}""");
        var plan = await plane.NewPlan($$$""","apiStages":[{"apiId":"{{{id}}}","stage":"dev"},{"apiId":"{{{id}}}","stage":"other"}]""");
        var key = await plane.NewKey("12345678901234567890", $$""","stageKeys":[{"restApiId":"{{id}}","stageName":"dev"},{"restApiId":"{{id}}","stageName":"other"}]""");

        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/{deleted}")).Status);

        var left = deleted.Length > 0;
        Assert.Equal(left ? $$"""[{"apiId":"{{id}}","stage":"other"}]""" : "[]", (await plane.Done("GET", $"/usageplans/{plan}"))["apiStages"]!.ToJsonString());
        Assert.Equal(left ? $$"""["{{id}}/other"]""" : "[]", (await plane.Done("GET", $"/apikeys/{key}"))["stageKeys"]!.ToJsonString());
    }

    [Fact]
    public async Task Stages_are_listed_under_item_and_by_deployment()
    {
        var plane = await StartAsync();
        var (api, stage, deployment) = await plane.NewStage();

        Assert.Single((await plane.Done("GET", $"{api}/stages?deploymentId={deployment}"))["item"]!.AsArray());
        Assert.Empty((await plane.Done("GET", $"{api}/stages?deploymentId=other"))["item"]!.AsArray());
        Assert.Equal(202, (await plane.Call("DELETE", stage)).Status);
        (await plane.Call("GET", stage)).RefusesNotFound("Invalid stage identifier specified");
    }
}
