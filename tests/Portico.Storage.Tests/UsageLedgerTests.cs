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

    private async Task<IUsageLedger> OpenAsync()
    {
        await using var catalog = await Catalog.OpenAsync(_store, None);
        return catalog.Usage;
    }
}
