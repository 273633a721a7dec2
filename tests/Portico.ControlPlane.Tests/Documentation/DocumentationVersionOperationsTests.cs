using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Documentation;

public sealed class DocumentationVersionOperationsTests
{
    [Fact]
    public async Task A_version_is_made_described_listed_and_deleted()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var made = await plane.Call("POST", $"{api}/documentation/versions", """{"documentationVersion":"1.0.0"}""");
        Assert.Equal((201, """{"version":"1.0.0","createdDate":1769860800}"""), (made.Status, made.Json));
        var patched = await plane.Patch($"{api}/documentation/versions/1.0.0", Op("replace", "/description", "first"));
        Assert.Equal((200, """{"version":"1.0.0","createdDate":1769860800,"description":"first"}"""), (patched.Status, patched.Json));
        Assert.Equal(patched.Json, (await plane.Done("GET", $"{api}/documentation/versions/1.0.0")).ToJsonString());
        Assert.Equal(patched.Json, (await plane.Done("GET", $"{api}/documentation/versions"))["item"]![0]!.ToJsonString());
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/documentation/versions/1.0.0")).Status);
        (await plane.Call("GET", $"{api}/documentation/versions/1.0.0")).RefusesNotFound("Invalid Documentation version specified");
    }

    [Theory]
    [InlineData("""{"documentationVersion":""}""", 400, "Documentation version must be non-empty")]
    [InlineData("""{"documentationVersion":"there"}""", 409, "Documentation version already exists: there")]
    [InlineData("""{"documentationVersion":"new","stageName":"nothere"}""", 404, "Invalid stage identifier specified")]
    public async Task A_version_that_may_not_be_is_refused(string body, int status, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/documentation/versions", """{"documentationVersion":"there"}""");

        var answer = await plane.Call("POST", $"{api}/documentation/versions", body);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("POST", "/restapis/nothere/documentation/versions", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/documentation/versions", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/documentation/versions/1", "Invalid Documentation version specified")]
    [InlineData("PATCH", "/restapis/a000000001/documentation/versions/1", "Invalid Documentation version specified")]
    [InlineData("DELETE", "/restapis/a000000001/documentation/versions/1", "Invalid Documentation version specified")]
    public async Task What_is_missing_is_named(string method, string path, string message)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        (await plane.Call(method, path, """{"documentationVersion":"1"}""")).RefusesNotFound(message);
    }

    [Theory]
    [InlineData("replace", "/version", "Invalid patch path  '/version' specified for op 'replace'. Must be one of: [/description]")]
    [InlineData("add", "/description", "Invalid patch path  '/description' specified for op 'add'. Please choose supported operations")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/documentation/versions", """{"documentationVersion":"1"}""");

        (await plane.Patch($"{api}/documentation/versions/1", Op(op, path, "x"))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_stage_publishes_a_version_that_exists_and_then_it_stays()
    {
        var plane = await StartAsync();
        var (api, stage, deployment) = await plane.NewStage();

        (await plane.Patch(stage, Op("replace", "/documentationVersion", "1"))).RefusesNotFound("Invalid Documentation version specified");
        (await plane.Call("POST", $"{api}/stages", $$"""{"stageName":"new","deploymentId":"{{deployment}}","documentationVersion":"1"}""")).RefusesNotFound("Invalid Documentation version specified");
        await plane.Done("POST", $"{api}/documentation/versions", """{"documentationVersion":"1","stageName":"dev"}""");
        Assert.Equal("1", (string?)(await plane.Done("GET", stage))["documentationVersion"]);
        Assert.Equal("1", (string?)(await plane.Done("POST", $"{api}/stages", $$"""{"stageName":"new","deploymentId":"{{deployment}}","documentationVersion":"1"}"""))["documentationVersion"]);
        (await plane.Call("DELETE", $"{api}/documentation/versions/1")).Refuses(409, "ConflictException", "Cannot delete documentation version '1', is referenced in stage: dev");

        await plane.Done("DELETE", $"{api}/stages/new");
        Assert.Null((await plane.Patch(stage, Op("replace", "/documentationVersion", ""))).Body!["documentationVersion"]);
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/documentation/versions/1")).Status);
    }
}
