using Portico.Tests.Running;

namespace Portico.Tests.Traffic;

/// <summary>How often a key may call in a period, and what the control plane says of it.</summary>
public sealed class QuotaTests(RunningGateway gateway)
{
    private const string LimitExceeded = """{"message":"Limit Exceeded"}""";

    [Fact]
    public async Task A_key_has_its_quota_over_all_methods_and_no_more()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":3,"period":"DAY"} """);
        var (key, other) = (await planned.AddKeyAsync(), await planned.AddKeyAsync());

        Assert.Equal([200, 200], await planned.StatusesAsync("/pets", key.Value, 2));
        Assert.Equal([200], await planned.StatusesAsync("/cats", key.Value, 1));
        (await planned.GetAsync("/pets", key.Value)).IsRefusal(429, "LimitExceededException", LimitExceeded);
        Assert.Null((await planned.GetAsync("/pets", key.Value))["Retry-After"]);
        Assert.Equal([200], await planned.StatusesAsync("/pets", other.Value, 1));
        Assert.Equal((3, 0), await planned.UsageAsync(key.Id));
        Assert.Equal((1, 2), await planned.UsageAsync(other.Id));
    }

    [Theory]
    [InlineData("DAY", 0)]
    [InlineData("WEEK", 3)]
    [InlineData("MONTH", 20)]
    public async Task Usage_is_exact_while_reservations_are_written(string period, int offset)
    {
        var planned = await PlannedApi.DeployAsync(gateway, $$""" "quota":{"limit":5000,"period":"{{period}}","offset":{{offset}}} """);
        var key = await planned.AddKeyAsync();

        for (var calls = 1; calls <= 60; calls++)
        {
            await planned.StatusesAsync("/pets", key.Value, 1);
            Assert.Equal((calls, 5000 - calls), await planned.UsageAsync(key.Id));
        }
    }

    [Fact]
    public async Task Without_a_quota_usage_is_counted_all_the_same()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var key = await planned.AddKeyAsync();
        await planned.StatusesAsync("/pets", key.Value, 7);

        Assert.Equal((7, -1), await planned.UsageAsync(key.Id));
    }

    [Fact]
    public async Task UpdateUsage_sets_what_remains_from_the_next_request_on()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":2,"period":"DAY"} """);
        var key = await planned.AddKeyAsync();
        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/pets", key.Value, 3));

        await RemainAsync("2");
        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/pets", key.Value, 3));
        Assert.Equal((4, 0), await planned.UsageAsync(key.Id));
        await RemainAsync("10");
        await RemainAsync("1");
        Assert.Equal([200, 429], await planned.StatusesAsync("/pets", key.Value, 2));

        Task<ReadOnlyMemory<byte>> RemainAsync(string value) => planned.PatchAsync($"/usageplans/{planned.PlanId}/keys/{key.Id}/usage", ("replace", "/remaining", value));
    }

    [Fact]
    public async Task Taking_what_remains_holds_although_a_part_was_at_hand()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":10000,"period":"DAY"} """);
        var key = await planned.AddKeyAsync();
        await planned.StatusesAsync("/pets", key.Value, 1);

        await planned.PatchAsync($"/usageplans/{planned.PlanId}/keys/{key.Id}/usage", ("replace", "/remaining", "2"));

        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/pets", key.Value, 3));
    }

    [Fact]
    public async Task A_smaller_quota_is_held_to_exactly_although_a_part_of_the_old_one_was_at_hand()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":10000,"period":"DAY"} """);
        var key = await planned.AddKeyAsync();
        await planned.StatusesAsync("/pets", key.Value, 3);

        await planned.PatchPlanAsync(("replace", "/quota/limit", "5"));
        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/pets", key.Value, 3));
        await planned.PatchPlanAsync(("replace", "/quota/limit", "6"));
        Assert.Equal([200, 429], await planned.StatusesAsync("/pets", key.Value, 2));
        await planned.PatchPlanAsync(("remove", "/quota", null));
        Assert.Equal([200, 200], await planned.StatusesAsync("/pets", key.Value, 2));
        Assert.Equal((8, -1), await planned.UsageAsync(key.Id));
    }

    [Fact]
    public async Task A_key_that_was_disabled_keeps_what_it_used()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":1000,"period":"DAY"} """);
        var key = await planned.AddKeyAsync();
        await planned.StatusesAsync("/pets", key.Value, 2);
        await planned.PatchAsync($"/apikeys/{key.Id}", ("replace", "/enabled", "false"));
        await planned.PatchAsync($"/apikeys/{key.Id}", ("replace", "/enabled", "true"));
        await planned.StatusesAsync("/pets", key.Value, 1);

        Assert.Equal((3, 997), await planned.UsageAsync(key.Id));
    }

    [Fact]
    public async Task Parallel_callers_share_a_quota_exactly()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":300,"period":"MONTH"} """);
        var key = await planned.AddKeyAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => planned.StatusesAsync("/pets", key.Value, 50)));

        Assert.Equal(300, statuses.SelectMany(each => each).Count(status => status == 200));
        Assert.Equal((300, 0), await planned.UsageAsync(key.Id));
    }
}
