using Portico.Model.Findings;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Deployments;

public sealed class DeploymentOperationsTests
{
    [Fact]
    public async Task A_deployment_is_a_picture_that_later_changes_do_not_touch()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewMockApi();

        var made = await plane.Call("POST", $"{api}/deployments", """{"description":"first"}""");
        var id = (string)made.Body!["id"]!;
        await plane.Done("DELETE", $"{root}/methods/GET");

        Assert.Equal((201, $$"""{"id":"{{id}}","description":"first","createdDate":{{Now}}}"""), (made.Status, made.Json));
        Assert.Equal("""{"/":{"GET":{"authorizationType":"NONE","apiKeyRequired":false}}}""",
            (await plane.Done("GET", $"{api}/deployments/{id}?embed=apisummary"))["apiSummary"]!.ToJsonString());
        Assert.Equal(id, (string?)(await plane.Done("GET", $"{api}/deployments"))["item"]![0]!["id"]);
    }

    [Fact]
    public async Task An_API_without_methods_is_not_deployed()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();

        (await plane.Call("POST", $"{api}/deployments", "{}")).RefusesBadRequest("The REST API doesn't contain any methods");
        await plane.Done("PUT", $"{root}/methods/GET", """{"authorizationType":"NONE"}""");
        (await plane.Call("POST", $"{api}/deployments", "{}")).RefusesBadRequest("No integration defined for method");
    }

    [Fact]
    public async Task A_private_API_needs_a_resource_policy()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewMockApi(""","endpointConfiguration":{"types":["PRIVATE"]}""");

        (await plane.Call("POST", $"{api}/deployments", "{}")).RefusesBadRequest("Private REST API doesn't have a resource policy attached to it");
    }

    [Fact]
    public async Task What_cannot_be_served_is_not_deployed()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewMockApi();
        plane.AgainstDeployment.Add(Finding.Error("no such thing", ElementAddress.Method("/", "GET")));
        plane.AgainstDeployment.Add(Finding.Warning("beware"));

        (await plane.Call("POST", $"{api}/deployments", """{"stageName":"dev"}""")).RefusesBadRequest("The REST API cannot be deployed:\n\tGET /: no such thing");
        Assert.Empty((await plane.Done("GET", $"{api}/stages"))["item"]!.AsArray());
    }

    [Fact]
    public async Task A_deployment_moves_the_stage_that_it_names()
    {
        var plane = await StartAsync();
        var (api, stage, first) = await plane.NewStage();

        var second = (string)(await plane.Done("POST", $"{api}/deployments", """{"stageName":"dev","variables":{"a":"1"}}"""))["id"]!;

        Assert.NotEqual(first, second);
        var shown = await plane.Done("GET", stage);
        Assert.Equal((second, "1"), ((string?)shown["deploymentId"], (string?)shown["variables"]!["a"]));
        (await plane.Call("DELETE", $"{api}/deployments/{second}")).RefusesBadRequest("Active stages pointing to this deployment must be moved or deleted");
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/deployments/{first}")).Status);
        (await plane.Call("GET", $"{api}/deployments/{first}")).RefusesNotFound("Invalid Deployment identifier specified");
    }

    [Theory]
    [InlineData("""{"stageName":"dev","stageDescription":"x"}""", "StageDescription cannot be specified when stage referenced by StageName already exists")]
    [InlineData("""{"canarySettings":{}}""",
        "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null")]
    [InlineData("""{"canarySettings":{},"stageName":""}""",
        "Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ")]
    [InlineData("""{"canarySettings":{},"stageName":"non-existing"}""",
        "Invalid deployment content specified.Stage non-existing must already be created before making a canary release deployment")]
    public async Task A_deployment_that_may_not_be_is_refused(string body, string message)
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();

        (await plane.Call("POST", $"{api}/deployments", body)).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_canary_deployment_leaves_the_stage_where_it_is()
    {
        var plane = await StartAsync();
        var (api, stage, first) = await plane.NewStage();

        var second = await plane.Done("POST", $"{api}/deployments", """{"stageName":"dev","canarySettings":{"percentTraffic":50,"stageVariableOverrides":{"a":"b"}}}""");

        var shown = await plane.Done("GET", stage);
        Assert.Equal(first, (string?)shown["deploymentId"]);
        Assert.Equal($$"""{"percentTraffic":50,"deploymentId":"{{second["id"]}}","stageVariableOverrides":{"a":"b"},"useStageCache":false}""", shown["canarySettings"]!.ToJsonString());
    }
}
