using CsCheck;
using Portico.State.InProcess;
using Portico.State.Tests.Running;
using Portico.State.Traffic;

namespace Portico.State.Tests.InProcess;

public sealed class CallerCounterTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);
    private static readonly long Noon = Monday.ToDateTime(new TimeOnly(12, 0)).Ticks;

    private readonly HeldClock _clock = new();
    private readonly List<Exception> _failures = [];

    [Fact]
    public async Task A_quota_gives_its_limit_and_no_more_and_the_next_day_gives_it_again()
    {
        var ledger = new LedgerInMemory(3);
        var caller = NewCaller(ledger);

        Assert.Equal([Admission.Granted, Admission.Granted, Admission.Granted, Admission.QuotaExceeded, Admission.QuotaExceeded], await AdmitAsync(caller, Quota(3), 5));
        Assert.Equal([Admission.Granted], await AdmitAsync(caller, Quota(3), 1, Noon + TimeSpan.TicksPerDay));
        Assert.Equal((3, 1), (ledger.Used("plan", "key", Monday), ledger.Used("plan", "key", Monday.AddDays(1))));
    }

    [Fact]
    public async Task A_throttled_request_leaves_the_quota_as_it_was()
    {
        var ledger = new LedgerInMemory(100);
        var caller = NewCaller(ledger);
        var limits = new CallerLimits { Rate = new RateLimit(1, 2, _clock), QuotaStep = 1 };

        Assert.Equal([Admission.Granted, Admission.Granted, Admission.Throttled, Admission.Throttled], await AdmitAsync(caller, limits, 4));
        Assert.Equal(2, ledger.Used("plan", "key", Monday));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_costs_no_look_into_the_ledger_for_some_seconds_and_is_asked_for_again_then()
    {
        var ledger = new LedgerInMemory(1);
        var caller = NewCaller(ledger);
        await AdmitAsync(caller, Quota(1), 100);
        Assert.Equal(2, ledger.Reads);

        ledger.Grant(1);
        Assert.Equal([Admission.QuotaExceeded], await AdmitAsync(caller, Quota(1), 1, Noon + (4 * TimeSpan.TicksPerSecond)));
        Assert.Equal([Admission.Granted], await AdmitAsync(caller, Quota(1), 1, Noon + (5 * TimeSpan.TicksPerSecond)));
    }

    [Fact]
    public async Task What_was_taken_ahead_comes_back_when_it_is_settled()
    {
        var ledger = new LedgerInMemory(1000);
        var caller = NewCaller(ledger);
        await AdmitAsync(caller, Quota(1000), 3);
        Assert.Equal((10, 7), (ledger.Used("plan", "key", Monday), caller.AheadOfUse.Requests));

        await caller.SettleAsync();

        Assert.Equal((3, 0), (ledger.Used("plan", "key", Monday), caller.AheadOfUse.Requests));
    }

    [Fact]
    public async Task What_was_taken_ahead_yesterday_is_yesterdays()
    {
        var ledger = new LedgerInMemory(1000);
        var caller = NewCaller(ledger);
        await AdmitAsync(caller, Quota(1000), 3);
        await AdmitAsync(caller, Quota(1000), 2, Noon + TimeSpan.TicksPerDay);
        await caller.SettleAsync();

        Assert.Equal((3, 2), (ledger.Used("plan", "key", Monday), ledger.Used("plan", "key", Monday.AddDays(1))));
    }

    [Fact]
    public async Task Without_a_quota_requests_are_counted_and_written_in_steps()
    {
        var ledger = new LedgerInMemory(0);
        var caller = NewCaller(ledger);
        var free = new CallerLimits();

        Assert.All(await AdmitAsync(caller, free, 1200), admission => Assert.Equal(Admission.Granted, admission));
        Assert.Equal((1000, -200), (ledger.Used("plan", "key", Monday), caller.AheadOfUse.Requests));
        await caller.FlushAsync();
        Assert.Equal(1200, ledger.Used("plan", "key", Monday));
    }

    [Fact]
    public async Task A_plan_that_gets_or_loses_a_quota_counts_on()
    {
        var ledger = new LedgerInMemory(100);
        var caller = NewCaller(ledger);
        await AdmitAsync(caller, new CallerLimits(), 40);
        await AdmitAsync(caller, Quota(100), 10);
        await AdmitAsync(caller, new CallerLimits(), 5);
        await caller.SettleAsync();

        Assert.Equal(55, ledger.Used("plan", "key", Monday));
    }

    [Fact]
    public async Task A_method_with_a_bucket_of_its_own_leaves_the_plans_bucket_alone()
    {
        var caller = NewCaller(new LedgerInMemory(0));
        var set = new BucketSet(2);
        var plan = new CallerLimits { Rate = new RateLimit(1, 1, _clock) };
        CallerLimits Method(int bucket) => new() { Rate = new RateLimit(1, 2, _clock), Buckets = set, Bucket = bucket };

        Assert.Equal([Admission.Granted, Admission.Granted, Admission.Throttled], await AdmitAsync(caller, Method(0), 3));
        Assert.Equal([Admission.Granted, Admission.Granted, Admission.Throttled], await AdmitAsync(caller, Method(1), 3));
        Assert.Equal([Admission.Granted, Admission.Throttled], await AdmitAsync(caller, plan, 2));
    }

    [Fact]
    public async Task Requests_are_served_while_the_ledger_cannot_be_used_and_counted_again_afterwards()
    {
        var ledger = new LedgerInMemory(2) { IsBroken = true };
        var caller = NewCaller(ledger);

        Assert.All(await AdmitAsync(caller, Quota(2), 10), admission => Assert.Equal(Admission.Granted, admission));
        Assert.IsType<IOException>(Assert.Single(_failures));

        ledger.IsBroken = false;
        _clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal([Admission.Granted, Admission.Granted, Admission.QuotaExceeded], await AdmitAsync(caller, Quota(2), 3));
    }

    [Fact]
    public async Task Counting_allocates_nothing()
    {
        var caller = NewCaller(new LedgerInMemory(int.MaxValue));
        var limits = new CallerLimits { Rate = new RateLimit(1e9, 1_000_000, _clock), QuotaStep = 1000 };
        await AdmitAsync(caller, limits, 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var granted = 0;
        for (var request = 0; request < 500; request++)
        {
            if (IsGrantedAtOnce(caller, limits)) granted++;
        }

        Assert.Equal((500, 0), (granted, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    // A life is a process: its requests come in parallel, and it ends with a word (settled) or without one (killed).
    [Fact]
    public async Task A_quota_is_never_exceeded_by_parallel_callers_nor_over_the_death_of_processes_and_a_death_costs_little()
    {
        var lives = Gen.Select(Gen.Int[0, 400], Gen.Bool).Array[1, 8];
        await Gen.Select(Gen.OneOf(Gen.Int[1, 50], Gen.Int[51, 3000]), lives).SampleAsync(
            async (limit, sequence) =>
            {
                var ledger = new LedgerInMemory(limit);
                var (granted, killed, asked) = (0, 0, 0);
                foreach (var (requests, isKilled) in sequence)
                {
                    var caller = NewCaller(ledger);
                    await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
                    {
                        for (var request = 0; request < requests; request++)
                        {
                            Interlocked.Increment(ref asked);
                            if (await caller.AdmitAsync(Quota(limit), 0, Noon) == Admission.Granted) Interlocked.Increment(ref granted);
                        }
                    })));
                    if (isKilled) killed++;
                    else await caller.SettleAsync();
                }

                // A death loses the step at hand and a quarter of one that was taken early.
                var step = CallerLimits.StepFor(limit);
                var mostLost = killed * (limit < 200 ? 0 : step + (step / 4));
                return granted <= limit && granted >= Math.Min(asked, limit - mostLost);
            },
            iter: 60);
    }

    private static bool IsGrantedAtOnce(CallerCounter caller, CallerLimits limits)
    {
        var admission = caller.AdmitAsync(limits, 0, Noon);
        return admission.IsCompletedSuccessfully && admission.Result == Admission.Granted;
    }

    private static CallerLimits Quota(int limit) => new() { QuotaStep = CallerLimits.StepFor(limit) };

    private CallerCounter NewCaller(IQuotaLedger ledger) => new InProcessTrafficCounters(_clock, ledger, _failures.Add).NewCaller("plan", "key");

    private async Task<List<Admission>> AdmitAsync(CallerCounter caller, CallerLimits limits, int requests, long? utcTicks = null)
    {
        var all = new List<Admission>();
        for (var request = 0; request < requests; request++) all.Add(await caller.AdmitAsync(limits, _clock.GetTimestamp(), utcTicks ?? Noon));
        return all;
    }
}
