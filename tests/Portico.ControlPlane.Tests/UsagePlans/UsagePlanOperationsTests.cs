using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.UsagePlans;

public sealed class UsagePlanOperationsTests
{
    [Fact]
    public async Task A_plan_with_a_name_only_limits_nothing()
    {
        var plane = await StartAsync();

        var made = await plane.Call("POST", "/usageplans", """{"name":"basic"}""");
        Assert.Equal((201, """{"id":"a00001","name":"basic","apiStages":[]}"""), (made.Status, made.Json));
        Assert.Equal("""{"id":"a00001","name":"basic","apiStages":[],"tags":{}}""", (await plane.Call("GET", "/usageplans/a00001")).Json);
        Assert.Equal("""{"item":[{"id":"a00001","name":"basic","apiStages":[]}]}""", (await plane.Call("GET", "/usageplans")).Json);
    }

    [Fact]
    public async Task A_plan_is_kept_with_all_that_it_limits()
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();
        var id = api.Split('/')[^1];

        var made = await plane.Call("POST", "/usageplans", $$$$"""
            {"name":"gold","description":"d","throttle":{"rateLimit":0.5,"burstLimit":2},"quota":{"limit":10,"period":"WEEK","offset":1},"tags":{"a":"1"},
             "apiStages":[{"apiId":"{{{{id}}}}","stage":"dev","throttle":{"//GET":{"rateLimit":1,"burstLimit":3}}}]}
            """);

        Assert.Equal(201, made.Status);
        Assert.Equal(
            $$$$"""{"apiId":"{{{{id}}}}","stage":"dev","throttle":{"//GET":{"burstLimit":3,"rateLimit":1}}}""", made.Body!["apiStages"]![0]!.ToJsonString());
        Assert.Equal("""{"burstLimit":2,"rateLimit":0.5}""", made.Body["throttle"]!.ToJsonString());
        Assert.Equal("""{"limit":10,"offset":1,"period":"WEEK"}""", made.Body["quota"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{}""", "1 validation error detected: Value null at 'createUsagePlanInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"name":"x","quota":{"limit":1,"period":"YEAR"}}""", "1 validation error detected: Value 'YEAR' at 'createUsagePlanInput.quota.period' failed to satisfy constraint: Member must satisfy enum value set: [DAY, WEEK, MONTH]")]
    [InlineData("""{"name":""}""", "Name cannot be empty")]
    [InlineData("""{"name":"x","quota":{"limit":1}}""", "Usage Plan quota period must be specified. Valid options are DAY,WEEK,MONTH")]
    [InlineData("""{"name":"x","quota":{"limit":0,"period":"DAY"}}""", "Invalid Usage Plan quota limit '0' specified, must be more than 0")]
    [InlineData("""{"name":"x","quota":{"limit":1,"period":"DAY","offset":1}}""", "Invalid Usage Plan quota offset '1' specified, must be between 0 and 0 for the period DAY")]
    [InlineData("""{"name":"x","quota":{"limit":1,"period":"MONTH","offset":28}}""", "Invalid Usage Plan quota offset '28' specified, must be between 0 and 27 for the period MONTH")]
    [InlineData("""{"name":"x","throttle":{"burstLimit":-1}}""", "Invalid burstLimit '-1' specified, must be 0 or more")]
    [InlineData("""{"name":"x","throttle":{"rateLimit":-0.5}}""", "Invalid rateLimit '-0.5' specified, must be 0 or more")]
    [InlineData("""{"name":"x","apiStages":[{"apiId":"","stage":"dev"}]}""", "Invalid API Stage {api: %s, stage: %s} specified for usageplan %s")]
    [InlineData("""{"name":"x","apiStages":[{"apiId":"a000000001"}]}""", "Invalid API Stage {api: %s, stage: %s} specified for usageplan %s")]
    [InlineData("""{"name":"x","apiStages":[{"apiId":"a000000001","stage":"dev"},{"apiId":"a000000001","stage":"dev"}]}""", "Invalid API Stage specified")]
    [InlineData("""{"name":"x","apiStages":[{"apiId":"a000000001","stage":"dev","throttle":{"GET":{"rateLimit":1}}}]}""", "Invalid method 'GET' specified in the throttle of a000000001:dev, must be {resourcePath}/{httpMethod} such as /pets/GET")]
    public async Task A_plan_that_cannot_be_is_refused(string body, string message)
    {
        var plane = await StartAsync();
        await plane.NewStage();

        var answer = await plane.Call("POST", "/usageplans", body);
        Assert.Equal((400, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("nothere", "dev", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("a000000001", "nostage", "API Stage not found: a000000001:nostage")]
    public async Task A_plan_for_a_stage_that_is_not_there_is_refused(string api, string stage, string message)
    {
        var plane = await StartAsync();
        await plane.NewStage();

        (await plane.Call("POST", "/usageplans", $$"""{"name":"x","apiStages":[{"apiId":"{{api}}","stage":"{{stage}}"}]}""")).RefusesNotFound(message);
    }

    [Theory]
    [InlineData("replace", "/name", "new", "name", "\"new\"")]
    [InlineData("replace", "/description", "new", "description", "\"new\"")]
    [InlineData("add", "/productCode", "p1", "productCode", "\"p1\"")]
    [InlineData("replace", "/throttle/burstLimit", "7", "throttle", """{"burstLimit":7,"rateLimit":0}""")]
    [InlineData("replace", "/throttle/rateLimit", "1.5", "throttle", """{"burstLimit":0,"rateLimit":1.5}""")]
    [InlineData("add", "/quota/period", "DAY", "quota", """{"limit":5,"offset":0,"period":"DAY"}""")]
    [InlineData("remove", "/quota", null, "quota", null)]
    [InlineData("remove", "/throttle", null, "throttle", null)]
    public async Task A_plan_is_patched(string op, string path, string? value, string member, string? expected)
    {
        var plane = await StartAsync();
        await plane.NewPlan(member == "quota" ? ""","quota":{"limit":5,"period":"MONTH"}""" : "");

        var answer = await plane.Patch("/usageplans/a00001", Op(op, path, value));

        Assert.Equal((200, expected), (answer.Status, answer.Body![member]?.ToJsonString()));
        Assert.Equal("{}", answer.Body["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task A_quota_is_made_by_patching_its_parts()
    {
        var plane = await StartAsync();
        await plane.NewPlan();

        var answer = await plane.Patch("/usageplans/a00001", Op("replace", "/quota/limit", "100"), Op("replace", "/quota/period", "MONTH"), Op("replace", "/quota/offset", "3"));

        Assert.Equal("""{"limit":100,"offset":3,"period":"MONTH"}""", answer.Body!["quota"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/throttle/~1pets/GET/rateLimit")]
    [InlineData("/throttle//pets/GET/rateLimit")]
    [InlineData("/throttle/pets/GET/rateLimit")]
    public async Task The_limit_of_a_method_is_patched_by_its_path_escaped_or_not(string path)
    {
        var (plane, id) = await WithStage();

        var answer = await plane.Patch("/usageplans/a00006", Op("add", "/apiStages", $"{id}:dev"), Op("replace", $"/apiStages/{id}:dev{path}", "2"));

        Assert.Equal("""{"/pets/GET":{"burstLimit":0,"rateLimit":2}}""", answer.Body!["apiStages"]![0]!["throttle"]!.ToJsonString());
    }

    [Fact]
    public async Task The_limits_of_the_root_and_of_nested_paths_and_of_all_methods_at_once_are_patched()
    {
        var (plane, id) = await WithStage();
        var stage = $"/apiStages/{id}:dev/throttle";

        var one = await plane.Patch("/usageplans/a00006", Op("add", "/apiStages", $"{id}:dev"), Op("add", $"{stage}///GET/burstLimit", "1"), Op("add", $"{stage}//a/{{b}}/POST/burstLimit", "2"));
        Assert.Equal(["//GET", "/a/{b}/POST"], one.Body!["apiStages"]![0]!["throttle"]!.AsObject().Select(pair => pair.Key));

        var all = await plane.Patch("/usageplans/a00006", Op("remove", $"{stage}//a/{{b}}/POST"), Op("replace", stage, """{"/x/GET":{"rateLimit":1.5,"burstLimit":4}}"""));
        Assert.Equal("""{"/x/GET":{"burstLimit":4,"rateLimit":1.5}}""", all.Body!["apiStages"]![0]!["throttle"]!.ToJsonString());

        Assert.Null((await plane.Patch("/usageplans/a00006", Op("remove", stage))).Body!["apiStages"]![0]!["throttle"]);
    }

    [Theory]
    [InlineData("remove", "/apiStages", null, 400, "Invalid API Stage specified")]
    [InlineData("remove", "/apiStages", "x", 400, "Invalid API Stage specified")]
    [InlineData("remove", "/apiStages", "x:y", 404, "Invalid API Stage {api: x, stage: y} specified for usageplan a00006")]
    [InlineData("add", "/apiStages", "a000000001:nostage", 404, "API Stage not found: a000000001:nostage")]
    [InlineData("add", "/apiStages", "nothere:dev", 404, "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("replace", "/apiStages/x:y/throttle/~1/GET/rateLimit", "1", 404, "Invalid API Stage {api: x, stage: y} specified for usageplan a00006")]
    [InlineData("replace", "/quota/limit", "ten", 400, "Invalid value 'ten' specified for /quota/limit, must be between 1 and 2147483647")]
    [InlineData("replace", "/quota/period", "YEAR", 400, "Invalid value 'YEAR' specified for /quota/period. Valid options are DAY,WEEK,MONTH")]
    [InlineData("replace", "/quota/limit", "5", 400, "Usage Plan quota period must be specified. Valid options are DAY,WEEK,MONTH")]
    [InlineData("replace", "/name", "", 400, "Name cannot be empty")]
    [InlineData("remove", "/apiStages/x:y", null, 400,
        "Invalid patch path  '/apiStages/x:y' specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]")]
    [InlineData("add", "/name", "x", 400, "Invalid patch path  '/name' specified for op 'add'. Please choose supported operations")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string? value, int status, string message)
    {
        var (plane, _) = await WithStage();

        var answer = await plane.Patch("/usageplans/a00006", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_plan_with_stages_stays()
    {
        var (plane, id) = await WithStage();
        await plane.Patch("/usageplans/a00006", Op("add", "/apiStages", $"{id}:dev"));

        (await plane.Call("DELETE", "/usageplans/a00006")).RefusesBadRequest($"Cannot delete Usage Plan a00006 because there are API Stages associated with it, including {id}:dev");

        await plane.Patch("/usageplans/a00006", Op("remove", "/apiStages", $"{id}:dev"));
        Assert.Equal(202, (await plane.Call("DELETE", "/usageplans/a00006")).Status);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", """{"patchOperations":[]}""")]
    [InlineData("DELETE", "")]
    public async Task A_plan_that_is_not_there_is_not_found(string method, string body) =>
        (await (await StartAsync()).Call(method, "/usageplans/nothere", body)).RefusesNotFound("Invalid Usage Plan ID specified");

    // An API with the stage dev, and the plan a00006.
    private static async Task<(ControlPlane Plane, string ApiId)> WithStage()
    {
        var plane = await StartAsync();
        var (api, _, _) = await plane.NewStage();
        Assert.Equal("a00006", await plane.NewPlan());
        return (plane, api.Split('/')[^1]);
    }
}
