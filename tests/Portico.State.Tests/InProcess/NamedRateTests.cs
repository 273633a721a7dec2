using System.Runtime.CompilerServices;
using Portico.State.InProcess;
using Portico.State.Tests.Running;
using Portico.State.Traffic;

namespace Portico.State.Tests.InProcess;

public sealed class NamedRateTests
{
    private readonly HeldClock _clock = new();

    [Fact]
    public async Task A_name_stands_for_one_bucket_whoever_asks()
    {
        var counters = new InProcessTrafficCounters(_clock, new LedgerInMemory(0));
        var limit = new RateLimit(1, 1, _clock);
        var first = counters.Rate("a");

        Assert.True(await first.TryTakeAsync(limit, 0));
        Assert.False(await counters.Rate("a").TryTakeAsync(limit, 0));
        Assert.True(await counters.Rate("b").TryTakeAsync(limit, 0));
        GC.KeepAlive(first);
    }

    [Fact]
    public void Names_that_nobody_holds_any_more_are_forgotten()
    {
        var counters = new InProcessTrafficCounters(_clock, new LedgerInMemory(0));
        var weak = AskFor(counters, "gone");

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.False(weak.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<RateCounter> AskFor(InProcessTrafficCounters counters, string name) => new(counters.Rate(name));
}
