using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Accounts;

public sealed class AccountOperationsTests
{
    private const string Role = "arn:aws:iam::123456789012:role/logs";
    private const string Rest = """ "throttleSettings":{"burstLimit":5000,"rateLimit":10000},"features":["UsagePlans"],"apiKeyVersion":"4"}""";

    [Fact]
    public async Task An_account_is_there_from_the_beginning() =>
        Assert.Equal($"{{{Rest.TrimStart()}", (await (await StartAsync()).Call("GET", "/account")).Json);

    [Fact]
    public async Task The_role_that_writes_logs_is_set_and_taken_away()
    {
        var plane = await StartAsync();

        Assert.Equal($$"""{"cloudwatchRoleArn":"{{Role}}",{{Rest.TrimStart()}}""", (await plane.Patch("/account", Op("replace", "/cloudwatchRoleArn", Role))).Json);
        Assert.Equal(Role, (string)(await plane.Call("GET", "/account")).Body!["cloudwatchRoleArn"]!);
        Assert.Equal($"{{{Rest.TrimStart()}", (await plane.Patch("/account", Op("replace", "/cloudwatchRoleArn", ""))).Json);
    }

    [Theory]
    [InlineData("replace", "/cloudwatchRoleArn", "role", "Invalid ARN. ARN is not well formed role")]
    [InlineData("add", "/cloudwatchRoleArn", Role, "Invalid patch path  '/cloudwatchRoleArn' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace", "/throttleSettings/rateLimit", "1", "Invalid patch path  '/throttleSettings/rateLimit' specified for op 'replace'. Must be one of: [/cloudwatchRoleArn]")]
    [InlineData("remove", "/features", "UsagePlans", "Usage Plans cannot be disabled once opted in")]
    [InlineData("add", "/features", "Other", "Invalid feature 'Other' specified. Valid options are UsagePlans")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string value, string message) =>
        (await (await StartAsync()).Patch("/account", Op(op, path, value))).RefusesBadRequest(message);

    [Fact]
    public async Task Usage_plans_may_be_asked_for_again() => Assert.Equal(200, (await (await StartAsync()).Patch("/account", Op("add", "/features", "UsagePlans"))).Status);

    [Fact]
    public async Task A_stage_logs_once_there_is_a_role_that_writes_logs()
    {
        var plane = await StartAsync();
        var (_, stage, _) = await plane.NewStage();
        var log = Op("replace", "/*/*/logging/loglevel", "INFO");

        (await plane.Patch(stage, log)).RefusesBadRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
        Assert.Equal(200, (await plane.Patch(stage, Op("replace", "/*/*/logging/loglevel", "OFF"))).Status);
        await plane.Patch("/account", Op("replace", "/cloudwatchRoleArn", Role));
        Assert.Equal("INFO", (string)(await plane.Patch(stage, log)).Body!["methodSettings"]!["*/*"]!["loggingLevel"]!);
    }
}
