using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsCheck;
using Portico.DataPlane.Traffic;
using Portico.State.Traffic;

namespace Portico.DataPlane.Tests.Traffic;

/// <summary>By itself: what other tests allocate would be taken for the table's.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;

[Collection(nameof(MeasuredMemory))]
public sealed class ApiKeyTableTests
{
    private const string ApiStage = "api/prod";

    private static readonly TrafficControl Traffic = TrafficControl.WithoutKeys();

    [Fact]
    public void A_key_leads_to_that_of_its_plans_which_has_the_stage()
    {
        var (first, second) = (Plan("first", "api/prod"), Plan("second", "api/test", "other/prod"));
        var table = ApiKeyTable.Of([Member("the-key-0000000000000", second), Member("another-key-0000000000", second), Member("the-key-0000000000000", first)]);

        Assert.Equal("first", PlanOf(table, "the-key-0000000000000", "api/prod"));
        Assert.Equal("second", PlanOf(table, "the-key-0000000000000", "api/test"));
        Assert.Equal("second", PlanOf(table, "another-key-0000000000", "other/prod"));
        Assert.Null(PlanOf(table, "another-key-0000000000", "api/prod"));
        Assert.Null(PlanOf(table, "THE-KEY-0000000000000", "api/prod"));
        Assert.Null(PlanOf(ApiKeyTable.Empty, "the-key-0000000000000", "api/prod"));
    }

    [Fact]
    public void Whatever_keys_there_are_each_is_found_and_no_other()
    {
        var plan = Plan("plan", ApiStage);
        Gen.String[Gen.Char['a', 'c'], 20, 24].HashSet[0, 60].Select(Gen.String[Gen.Char['a', 'c'], 20, 24].Array[0, 20]).Sample((keys, others) =>
        {
            var table = ApiKeyTable.Of([.. keys.Select(key => Member(key, plan))]);
            return keys.All(key => PlanOf(table, key, ApiStage) == "plan") && others.All(other => keys.Contains(other) == PlanOf(table, other, ApiStage) is not null);
        });
    }

    [Fact]
    public void A_hundred_thousand_keys_in_a_thousand_plans_take_less_than_a_hundred_bytes_each_beyond_their_texts()
    {
        const int Keys = 100_000;
        var plans = Enumerable.Range(0, 1000).Select(number => Plan($"plan{number}", ApiStage)).ToArray();
        var texts = Enumerable.Range(0, Keys).Select(number => (Id: Text("id", number), Value: Text("a-value-of-a-key-", number))).ToArray();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var table = Fill(texts, plans);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Keys;

        Assert.Equal("plan999", PlanOf(table, texts[^1].Value, ApiStage));
        Assert.InRange(bytes, 1, 100);
        GC.KeepAlive(texts);
    }

    [Fact]
    public void A_hundred_thousand_unknown_keys_leave_nothing_behind_and_finding_one_allocates_nothing()
    {
        var table = ApiKeyTable.Of([Member("a-known-key-000000000000", Plan("plan", ApiStage))]);
        var tried = Enumerable.Range(0, 100_000).Select(number => Text("an-unknown-key-", number)).ToArray();
        Assert.Null(PlanOf(table, tried[0], ApiStage));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = 0;
        foreach (var key in tried) found += table.TryFind(key, ApiStage, out _, out _) ? 1 : 0;
        for (var again = 0; again < 100; again++) found += table.TryFind("a-known-key-000000000000", ApiStage, out _, out _) ? 1 : 0;

        Assert.Equal((100, 0), (found, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ApiKeyTable Fill((string Id, string Value)[] texts, CompiledUsagePlan[] plans) =>
        ApiKeyTable.Of(Array.ConvertAll(texts, text =>
        {
            var plan = plans[(int.Parse(text.Id.AsSpan(2), CultureInfo.InvariantCulture)) % plans.Length];
            return new ApiKeyMember(text.Value, plan, Traffic.Counters.NewCaller(plan.Id, text.Id));
        }));

    private static string Text(string prefix, int number) => prefix + number.ToString("00000000", CultureInfo.InvariantCulture);

    private static ApiKeyMember Member(string value, CompiledUsagePlan plan) => new(value, plan, Traffic.Counters.NewCaller(plan.Id, "id"));

    private static CompiledUsagePlan Plan(string id, params string[] stages) => new(
        id, stages.ToFrozenDictionary(stage => stage, _ => new CompiledPlanStage(new CallerLimits(), FrozenDictionary<string, CallerLimits>.Empty), StringComparer.Ordinal), new BucketSet(0));

    private static string? PlanOf(ApiKeyTable table, string value, string apiStage) => table.TryFind(value, apiStage, out _, out var counter) ? counter.UsagePlanId : null;
}
