using Portico.Model.Usage;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.UsagePlans;

/// <summary>The clock stands at 2026-01-31, a Saturday.</summary>
public sealed class UsageOperationsTests
{
    private const string Value = "01234567890123456789";
    private static readonly DateOnly Today = new(2026, 1, 31);

    [Fact]
    public async Task Days_on_which_nothing_happened_have_all_of_their_quota()
    {
        var (plane, plan, key) = await WithKey(""","quota":{"limit":10,"period":"DAY"}""");

        var answer = await plane.Call("GET", $"/usageplans/{plan}/usage?startDate=2026-01-29&endDate=2026-01-31");

        Assert.Equal(
            (200, $$$"""{"usagePlanId":"{{{plan}}}","startDate":"2026-01-29","endDate":"2026-01-31","values":{"{{{key}}}":[[0,10],[0,10],[0,10]]}}"""), (answer.Status, answer.Json));
    }

    [Theory]
    [InlineData("DAY", 0, "[[2,8],[3,7],[0,10]]")]
    [InlineData("WEEK", 0, "[[2,8],[3,5],[0,5]]")]
    [InlineData("WEEK", 5, "[[2,8],[3,7],[0,7]]")]
    [InlineData("MONTH", 0, "[[2,4],[3,1],[0,1]]")]
    public async Task What_remains_is_counted_from_the_beginning_of_the_period(string period, int offset, string days)
    {
        var plane = await StartAsync();
        var plan = await plane.NewPlan($$$""","quota":{"limit":10,"period":"{{{period}}}","offset":{{{offset}}}}""");
        var key = await Join(plane, plan);
        await plane.Catalog.Usage.RecordAsync(plan, key, new(2026, 1, 2), new DailyUsage(4, 0), CancellationToken.None);
        await plane.Catalog.Usage.RecordAsync(plan, key, Today.AddDays(-2), new DailyUsage(2, 0), CancellationToken.None);
        await plane.Catalog.Usage.RecordAsync(plan, key, Today.AddDays(-1), new DailyUsage(3, 0), CancellationToken.None);

        var answer = await plane.Call("GET", $"/usageplans/{plan}/usage?startDate=2026-01-29&endDate=2026-01-31&keyId={key}");

        Assert.Equal(days, answer.Body!["values"]![key]!.ToJsonString());
    }

    [Fact]
    public async Task A_plan_without_quota_says_that_nothing_limits_it()
    {
        var (plane, plan, key) = await WithKey("");

        var answer = await plane.Call("GET", $"/usageplans/{plan}/usage?startDate=2026-01-31&endDate=2026-01-31");

        Assert.Equal("[[0,-1]]", answer.Body!["values"]![key]!.ToJsonString());
    }

    [Fact]
    public async Task What_remains_is_set_for_the_present_period()
    {
        var (plane, plan, key) = await WithKey(""","quota":{"limit":10,"period":"DAY"}""");
        await plane.Catalog.Usage.RecordAsync(plan, key, Today, new DailyUsage(10, 0), CancellationToken.None);

        var answer = await plane.Patch($"/usageplans/{plan}/keys/{key}/usage", Op("replace", "/remaining", "100"));

        Assert.Equal((200, "[[10,100]]"), (answer.Status, answer.Body!["values"]![key]!.ToJsonString()));
        Assert.Equal(
            "[[0,10],[10,100]]",
            (await plane.Call("GET", $"/usageplans/{plan}/usage?startDate=2026-01-30&endDate=2026-01-31")).Body!["values"]![key]!.ToJsonString());
    }

    [Theory]
    [InlineData("replace", "/remaining", "-1", "Invalid value '-1' specified for /remaining, must be between 0 and 2147483647")]
    [InlineData("replace", "/remaining", "many", "Invalid value 'many' specified for /remaining, must be between 0 and 2147483647")]
    [InlineData("replace", "/used", "1", "Invalid patch path  '/used' specified for op 'replace'. Must be one of: [/remaining]")]
    [InlineData("add", "/remaining", "1", "Invalid patch path  '/remaining' specified for op 'add'. Please choose supported operations")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string value, string message)
    {
        var (plane, plan, key) = await WithKey(""","quota":{"limit":10,"period":"DAY"}""");

        (await plane.Patch($"/usageplans/{plan}/keys/{key}/usage", Op(op, path, value))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task What_has_no_quota_has_no_remainder_to_set()
    {
        var (plane, plan, key) = await WithKey("");

        (await plane.Patch($"/usageplans/{plan}/keys/{key}/usage", Op("replace", "/remaining", "1"))).RefusesBadRequest($"Usage Plan {plan} has no quota");
    }

    [Theory]
    [InlineData("startDate=2026-01-31", 400, "1 validation error detected: Value null at 'endDate' failed to satisfy constraint: Member must not be null")]
    [InlineData("startDate=2026-01-31&endDate=31.1.2026", 400, "Invalid endDate '31.1.2026' specified, must be a date such as 2026-01-31")]
    [InlineData("startDate=2026-01-31&endDate=2026-01-30", 400, "Invalid date range specified: startDate must not be after endDate")]
    [InlineData("startDate=2025-10-01&endDate=2025-10-02", 400, "Invalid date range specified: usage is known for the last 90 days")]
    [InlineData("startDate=2026-01-01&endDate=9999-12-31", 400, "Invalid date range specified: usage is known for the last 90 days")]
    [InlineData("startDate=2026-01-31&endDate=2026-01-31&keyId=nothere", 404, "Invalid Key identifier specified")]
    public async Task A_question_that_cannot_be_answered_is_refused(string query, int status, string message)
    {
        var (plane, plan, _) = await WithKey("");

        var answer = await plane.Call("GET", $"/usageplans/{plan}/usage?{query}");
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task Keys_are_read_page_by_page()
    {
        var (plane, plan, _) = await WithKey("");
        await Join(plane, plan, Value + "2");
        const string range = "startDate=2026-01-31&endDate=2026-01-31&limit=1";

        var first = (await plane.Call("GET", $"/usageplans/{plan}/usage?{range}")).Body!;
        var second = (await plane.Call("GET", $"/usageplans/{plan}/usage?{range}&position={Uri.EscapeDataString((string)first["position"]!)}")).Body!;

        Assert.Single(first["values"]!.AsObject());
        Assert.Single(second["values"]!.AsObject());
        Assert.Null(second["position"]);
    }

    [Fact]
    public async Task A_key_that_leaves_and_comes_back_begins_anew()
    {
        var (plane, plan, key) = await WithKey(""","quota":{"limit":10,"period":"DAY"}""");
        await plane.Catalog.Usage.RecordAsync(plan, key, Today, new DailyUsage(4, 0), CancellationToken.None);
        await plane.Call("DELETE", $"/usageplans/{plan}/keys/{key}");
        await plane.Done("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");

        var answer = await plane.Call("GET", $"/usageplans/{plan}/usage?startDate=2026-01-31&endDate=2026-01-31");

        Assert.Equal("[[0,10]]", answer.Body!["values"]![key]!.ToJsonString());
    }

    private static async Task<(ControlPlane Plane, string Plan, string Key)> WithKey(string more)
    {
        var plane = await StartAsync();
        var plan = await plane.NewPlan(more);
        return (plane, plan, await Join(plane, plan));
    }

    private static async Task<string> Join(ControlPlane plane, string plan, string value = Value)
    {
        var key = await plane.NewKey(value);
        await plane.Done("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");
        return key;
    }
}
