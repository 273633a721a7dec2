using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.UsagePlans;

public sealed class UsagePlanKeyOperationsTests
{
    private const string Value = "01234567890123456789";

    [Fact]
    public async Task A_key_joins_a_plan_and_leaves_it()
    {
        var plane = await StartAsync();
        var key = await plane.NewKey(Value, ""","name":"partner" """);
        var plan = await plane.NewPlan();

        var made = await plane.Call("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");
        var expected = $$"""{"id":"{{key}}","type":"API_KEY","value":"{{Value}}","name":"partner"}""";
        Assert.Equal((201, expected), (made.Status, made.Json));
        Assert.Equal(expected, (await plane.Call("GET", $"/usageplans/{plan}/keys/{key}")).Json);
        Assert.Equal($$"""{"item":[{{expected}}]}""", (await plane.Call("GET", $"/usageplans/{plan}/keys?name=part")).Json);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", $"/usageplans/{plan}/keys?name=Part")).Json);
        Assert.Equal(plan, (string)(await plane.Call("GET", $"/usageplans?keyId={key}")).Body!["item"]![0]!["id"]!);

        Assert.Equal(202, (await plane.Call("DELETE", $"/usageplans/{plan}/keys/{key}")).Status);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", $"/usageplans/{plan}/keys")).Json);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", $"/usageplans?keyId={key}")).Json);
    }

    [Theory]
    [InlineData("""{}""", 400, "2 validation errors detected: Value null at 'createUsagePlanKeyInput.keyId' failed to satisfy constraint: Member must not be null; Value null at 'createUsagePlanKeyInput.keyType' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"keyId":"nothere","keyType":"API_KEY"}""", 404, "Invalid API Key identifier specified")]
    [InlineData("""{"keyId":"a000000001","keyType":"JWT"}""", 400, "Invalid key type 'JWT' specified. Valid options are API_KEY")]
    [InlineData("""{"keyId":"a000000001","keyType":"API_KEY"}""", 409, "API Key a000000001 already exists in Usage Plan a00002")]
    public async Task What_cannot_join_a_plan_is_refused(string body, int status, string message)
    {
        var plane = await StartAsync();
        var key = await plane.NewKey(Value);
        var plan = await plane.NewPlan();
        await plane.Done("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");

        var answer = await plane.Call("POST", $"/usageplans/{plan}/keys", body);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_key_has_one_plan_for_one_stage()
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();
        var stage = $$"""{"apiId":"{{api.Split('/')[^1]}}","stage":"dev"}""";
        var key = await plane.NewKey(Value);
        var first = await plane.NewPlan($$""","apiStages":[{{stage}}]""");
        var second = await plane.NewPlan($$""","apiStages":[{{stage}}]""");
        var third = await plane.NewPlan();
        foreach (var plan in new[] { first, third }) await plane.Done("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");

        Assert.Equal(409, (await plane.Call("POST", $"/usageplans/{second}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""")).Status);
        Assert.Equal(400, (await plane.Patch($"/usageplans/{third}", Op("add", "/apiStages", $"{api.Split('/')[^1]}:dev"))).Status);
    }

    [Theory]
    [InlineData("GET", "/usageplans/nothere/keys", "Invalid Usage Plan ID specified")]
    [InlineData("GET", "/usageplans/nothere/keys/x", "Invalid Usage Plan ID specified")]
    [InlineData("GET", "/usageplans/a00001/keys/x", "Invalid API Key identifier specified")]
    [InlineData("DELETE", "/usageplans/a00001/keys/x", "Invalid API Key identifier specified")]
    [InlineData("GET", "/usageplans?keyId=x", "Invalid API Key identifier specified")]
    public async Task What_is_missing_is_named(string method, string path, string message)
    {
        var plane = await StartAsync();
        await plane.NewPlan();
        (await plane.Call(method, path)).RefusesNotFound(message);
    }
}
