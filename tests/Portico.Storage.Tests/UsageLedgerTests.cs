using System.Globalization;
using CsCheck;
using Portico.Model.Usage;
using Portico.Storage.Memory;

namespace Portico.Storage.Tests;

public sealed class UsageLedgerTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly EndOfJanuary = new(2026, 1, 31);

    private readonly MemoryDocumentStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task What_happened_on_a_day_adds_up()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync("plan", "key", EndOfJanuary, new(3, 0), None);
        await ledger.RecordAsync("plan", "key", EndOfJanuary, new(2, 10), None);

        Assert.Equal(new DailyUsage(5, 10), (await (await OpenAsync()).ReadAsync("plan", null, EndOfJanuary, EndOfJanuary, None))["key"][EndOfJanuary]);
    }

    [Fact]
    public async Task Days_are_read_across_months_and_nothing_beyond_them()
    {
        var ledger = await OpenAsync();
        for (var day = EndOfJanuary.AddDays(-2); day <= EndOfJanuary.AddDays(2); day = day.AddDays(1)) await ledger.RecordAsync("plan", "key", day, new(day.Day, 0), None);

        var read = (await ledger.ReadAsync("plan", "key", EndOfJanuary.AddDays(-1), EndOfJanuary.AddDays(1), None))["key"];

        Assert.Equal([30L, 31L, 1L], read.OrderBy(day => day.Key).Select(day => day.Value.Used));
    }

    [Fact]
    public async Task Plans_and_keys_are_told_apart()
    {
        var ledger = await OpenAsync();
        await ledger.RecordAsync("plan", "a", EndOfJanuary, new(1, 0), None);
        await ledger.RecordAsync("plan", "b", EndOfJanuary, new(2, 0), None);
        await ledger.RecordAsync("plan2", "a", EndOfJanuary, new(3, 0), None);

        Assert.Equal(["a", "b"], (await ledger.ReadAsync("plan", null, EndOfJanuary, EndOfJanuary, None)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["b"], (await ledger.ReadAsync("plan", "b", EndOfJanuary, EndOfJanuary, None)).Keys);

        await ledger.ForgetAsync("plan", "a", None);
        Assert.Equal(["b"], (await ledger.ReadAsync("plan", null, EndOfJanuary, EndOfJanuary, None)).Keys);
        await ledger.ForgetAsync("plan", null, None);
        Assert.Empty(await ledger.ReadAsync("plan", null, EndOfJanuary, EndOfJanuary, None));
        Assert.Single(await ledger.ReadAsync("plan2", null, EndOfJanuary, EndOfJanuary, None));
    }

    [Fact]
    public async Task Two_who_count_at_once_lose_nothing()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => await (i % 2 == 0 ? first : second).RecordAsync("plan", "key", EndOfJanuary, new(1, 0), None))));

        Assert.Equal(20, (await first.ReadAsync("plan", "key", EndOfJanuary, EndOfJanuary, None))["key"][EndOfJanuary].Used);
    }

    [Theory]
    [InlineData("DAY", 0, "2026-01-31", "2026-02-01")]
    [InlineData("WEEK", 0, "2026-01-31", "2026-02-01")]
    [InlineData("WEEK", 1, "2026-02-01", "2026-02-02")]
    [InlineData("MONTH", 0, "2026-01-31", "2026-02-01")]
    [InlineData("MONTH", 14, "2026-02-14", "2026-02-15")]
    public async Task A_quota_begins_anew_with_the_first_day_of_its_period(string period, int offset, string last, string first)
    {
        var ledger = await OpenAsync();
        var quota = new QuotaSettings(3, offset, period);
        var (before, after) = (DateOnly.Parse(last, CultureInfo.InvariantCulture), DateOnly.Parse(first, CultureInfo.InvariantCulture));

        Assert.Equal(3, await ledger.ReserveAsync("plan", "key", quota, before, 5, None));
        Assert.Equal(0, await ledger.ReserveAsync("plan", "key", quota, before, 5, None));
        Assert.Equal(3, await ledger.ReserveAsync("plan", "key", quota, after, 5, None));
        Assert.Equal(0, await ledger.ReserveAsync("plan", "key", quota, after, 5, None));
    }

    [Theory]
    [InlineData("WEEK", 0, "2026-03-29", "2026-04-01", "2026-04-04")]
    [InlineData("WEEK", 3, "2026-04-29", "2026-05-01", "2026-05-05")]
    [InlineData("MONTH", 20, "2026-01-21", "2026-02-01", "2026-02-20")]
    public async Task A_period_that_touches_two_months_is_one(string period, int offset, params string[] days)
    {
        var ledger = await OpenAsync();
        var quota = new QuotaSettings(5, offset, period);

        var taken = new List<long>();
        foreach (var day in days) taken.Add(await ledger.ReserveAsync("plan", "key", quota, DateOnly.Parse(day, CultureInfo.InvariantCulture), 2, None));

        Assert.Equal([2, 2, 1], taken);
    }

    [Fact]
    public async Task What_was_given_back_or_granted_can_be_taken()
    {
        var ledger = await OpenAsync();
        var quota = new QuotaSettings(4, 0, "DAY");
        await ledger.ReserveAsync("plan", "key", quota, EndOfJanuary, 4, None);
        await ledger.RecordAsync("plan", "key", EndOfJanuary, new(-1, 0), None);
        await ledger.RecordAsync("plan", "key", EndOfJanuary, new(0, 2), None);

        Assert.Equal(3, await ledger.ReserveAsync("plan", "key", quota, EndOfJanuary, 9, None));
    }

    [Fact]
    public async Task However_many_nodes_take_at_once_together_they_never_take_more_than_there_is()
    {
        await Gen.Select(Gen.Int[1, 60], Gen.Int[1, 9].Array[1, 16]).SampleAsync(
            async (limit, wishes) =>
            {
                await using var store = new MemoryDocumentStore();
                var quota = new QuotaSettings(limit, 0, "MONTH");
                var taken = await Task.WhenAll(wishes.Select(wish => Task.Run(async () =>
                {
                    await using var catalog = await Catalog.OpenAsync(store, None);
                    var first = await catalog.Usage.ReserveAsync("plan", "key", quota, EndOfJanuary, wish, None);
                    return first + await catalog.Usage.ReserveAsync("plan", "key", quota, EndOfJanuary.AddDays(-1), wish, None);
                })));
                return taken.Sum() == Math.Min(limit, 2 * wishes.Sum());
            },
            iter: 40);
    }

    private async Task<IUsageLedger> OpenAsync()
    {
        await using var catalog = await Catalog.OpenAsync(_store, None);
        return catalog.Usage;
    }
}
