using System.Globalization;
using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsCommandLine;

/// <summary>API keys, the plans that they belong to, and what was used of them.</summary>
public sealed class ApiKeyCommandsTests(SharedServer shared)
{
    private AwsCli Aws => shared.Aws;

    [Fact]
    public async Task A_key_is_made_shown_changed_tagged_and_deleted()
    {
        var value = $"value-of-a-key-{Guid.CreateVersion7():N}";
        var made = await Aws.CallAsync("create-api-key", "--name", "partner", "--value", value, "--enabled", "--tags", "team=a");
        var id = made.Text("id");
        Assert.Equal((value, "true"), (made.Text("value"), made.Text("enabled")));

        Assert.Null((await Aws.CallAsync("get-api-key", "--api-key", id)).At("value"));
        Assert.Equal(value, (await Aws.CallAsync("get-api-key", "--api-key", id, "--include-value")).Text("value"));
        Assert.Contains(id, (await Aws.CallAsync("get-api-keys", "--name-query", "partn")).Each("items", "id"));

        var changed = await Aws.CallAsync("update-api-key", "--api-key", id, "--patch-operations", "op=replace,path=/enabled,value=false");
        Assert.Equal("false", changed.Text("enabled"));
        Assert.Equal("a", changed.Text("tags.team"));
        var arn = $"arn:aws:apigateway:{AwsCli.Region}::/apikeys/{id}";
        await Aws.CallAsync("tag-resource", "--resource-arn", arn, "--tags", "stage=prod");
        Assert.Equal("prod", (await Aws.CallAsync("get-tags", "--resource-arn", arn)).Text("tags.stage"));

        await Aws.CallAsync("delete-api-key", "--api-key", id);
        Assert.Equal("An error occurred (NotFoundException) when calling the GetApiKey operation: Invalid API Key identifier specified", await Aws.FailAsync("get-api-key", "--api-key", id));
    }

    [Theory]
    [InlineData("An error occurred (BadRequestException) when calling the CreateApiKey operation: API Key value should be at least 20 characters", "--value", "short")]
    [InlineData("An error occurred (BadRequestException) when calling the CreateApiKey operation: Invalid REST API identifier specified", "--stage-keys", "restApiId=nothere,stageName=x")]
    public async Task A_key_that_cannot_be_is_refused(string expected, params string[] arguments) => Assert.Equal(expected, await Aws.FailAsync(["create-api-key", .. arguments]));

    [Fact]
    public async Task Keys_are_imported_from_a_file()
    {
        using var folder = new TemporaryFolder();
        var value = $"imported-{Guid.CreateVersion7():N}";
        var file = folder.Write("keys.csv", $"Name,Key,Description,Enabled,UsageplanIds\nimported,{value},\"one, two\",false,nothere\nbad,short,,,\n");

        Assert.StartsWith(
            "An error occurred (BadRequestException) when calling the ImportApiKeys operation: Warnings found during import:",
            await Aws.FailAsync("import-api-keys", "--format", "csv", "--fail-on-warnings", "--body", $"fileb://{file}"), StringComparison.Ordinal);
        var imported = await Aws.CallAsync("import-api-keys", "--format", "csv", "--body", $"fileb://{file}");

        Assert.Equal(2, ((JsonArray)imported["warnings"]!).Count);
        var key = await Aws.CallAsync("get-api-key", "--api-key", imported.Text("ids.0"), "--include-value");
        Assert.Equal((value, "one, two", "false"), (key.Text("value"), key.Text("description"), key.Text("enabled")));
    }

    [Fact]
    public async Task A_plan_opens_a_stage_to_a_key_and_counts_what_it_uses()
    {
        AwsCli.SkipWhereAbsent();
        var (api, root) = await shared.Server.Api.CreateRestApiAsync("planned");
        await shared.Server.Api.PutMockAsync(api, root, "ok");
        await shared.Server.Api.DeployAsync(api, "prod");
        var key = (await Aws.CallAsync("create-api-key", "--enabled")).Text("id");
        var plan = (await Aws.CallAsync(
            "create-usage-plan", "--name", "gold", "--throttle", "rateLimit=2.5,burstLimit=5", "--quota", "limit=100,period=MONTH", "--api-stages", $"apiId={api},stage=prod")).Text("id");

        Assert.Equal(key, (await Aws.CallAsync("create-usage-plan-key", "--usage-plan-id", plan, "--key-id", key, "--key-type", "API_KEY")).Text("id"));
        Assert.Equal([plan], (await Aws.CallAsync("get-usage-plans", "--key-id", key)).Each("items", "id"));
        Assert.Equal([key], (await Aws.CallAsync("get-usage-plan-keys", "--usage-plan-id", plan)).Each("items", "id"));

        var changed = await Aws.CallAsync("update-usage-plan", "--usage-plan-id", plan, "--patch-operations", $"op=replace,path=/apiStages/{api}:prod/throttle///GET/rateLimit,value=1.5");
        Assert.Equal("1.5", changed["apiStages"]![0]!["throttle"]!["//GET"]!["rateLimit"]!.ToJsonString());
        Assert.Equal("2.5", changed.Text("throttle.rateLimit"));

        var today = DateTimeOffset.Parse((await Aws.CallAsync("get-api-key", "--api-key", key)).Text("createdDate"), CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var usage = await Aws.CallAsync("get-usage", "--usage-plan-id", plan, "--start-date", today, "--end-date", today);
        Assert.Equal("[[0,100]]", usage["items"]![key]!.ToJsonString());
        var granted = await Aws.CallAsync("update-usage", "--usage-plan-id", plan, "--key-id", key, "--patch-operations", "op=replace,path=/remaining,value=500");
        Assert.Equal("[[0,500]]", granted["items"]![key]!.ToJsonString());

        Assert.Equal(
            $"An error occurred (BadRequestException) when calling the DeleteUsagePlan operation: Cannot delete Usage Plan {plan} because there are API Stages associated with it, including {api}:prod",
            await Aws.FailAsync("delete-usage-plan", "--usage-plan-id", plan));
        await Aws.CallAsync("update-usage-plan", "--usage-plan-id", plan, "--patch-operations", $"op=remove,path=/apiStages,value={api}:prod");
        await Aws.CallAsync("delete-usage-plan-key", "--usage-plan-id", plan, "--key-id", key);
        await Aws.CallAsync("delete-usage-plan", "--usage-plan-id", plan);
    }
}
