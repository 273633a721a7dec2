using Portico.State.Traffic;

namespace Portico.State.InProcess;

/// <summary>A caller's throttle and the part of its quota that this process has at hand. Small, because there is one for each key of each plan.</summary>
internal sealed class InProcessCallerCounter(InProcessTrafficCounters engine, string usagePlanId, string apiKeyId) : CallerCounter(usagePlanId, apiKeyId)
{
    // How long it is believed that nothing remains: another node may have been granted more.
    private const int SecondsUsedUp = 5;

    /// <summary>Requests that are counted without a quota before they are written, at most.</summary>
    internal const int MostCounted = 1000;

    private long _fullAt;
    private long _quota;
    private MethodBuckets? _methods;

    public override (DateOnly Day, long Requests) AheadOfUse
    {
        get
        {
            var word = new QuotaWord(Volatile.Read(ref _quota));
            return (DateOnly.FromDayNumber(word.Day), word.AheadOfUse);
        }
    }

    public override int LedgerSteps => engine.LedgerSteps(this);

    public override ValueTask<Admission> AdmitAsync(CallerLimits limits, long timestamp, long utcTicks)
    {
        if (limits.Rate is { } rate && !TokenBucket.TryTake(ref BucketOf(limits), rate, timestamp, engine.Time)) return new(Admission.Throttled);
        var day = (int)(utcTicks / TimeSpan.TicksPerDay);
        while (true)
        {
            var seen = Volatile.Read(ref _quota);
            var word = new QuotaWord(seen);
            if (limits.QuotaStep == 0)
            {
                if (seen != 0 && !word.Is(day, QuotaWordKind.Counted)) break;
                var counted = new QuotaWord(day, QuotaWordKind.Counted, word.Amount + 1);
                if (counted.Amount > MostCounted) break;
                if (Interlocked.CompareExchange(ref _quota, counted.Bits, seen) == seen) return new(Admission.Granted);
            }
            else if (word.Is(day, QuotaWordKind.Reserved) && word.Amount > 0)
            {
                if (Interlocked.CompareExchange(ref _quota, seen - 1, seen) != seen) continue;
                if (word.Amount - 1 == limits.QuotaStep / 4 && word.Amount > 1) engine.RefillAhead(this, limits, day);
                return new(Admission.Granted);
            }
            else if (word.Is(day, QuotaWordKind.UsedUp) && !IsOld(word, utcTicks))
            {
                return new(Admission.QuotaExceeded);
            }
            else
            {
                break;
            }
        }

        return engine.AdmitSlowlyAsync(this, limits, day, utcTicks);
    }

    public override ValueTask SettleAsync() => engine.SettleAsync(this, onlyCounted: false);

    public override ValueTask FlushAsync() => new QuotaWord(Volatile.Read(ref _quota)).Kind == QuotaWordKind.Counted ? engine.SettleAsync(this, onlyCounted: true) : default;

    public override ValueTask<T> ReadLedgerAsync<T>(Func<CallerCounter, ValueTask<T>> read) => engine.ReadLedgerAsync(this, read);

    /// <summary>The word as it is; only the holder of the caller's gate may change its day or kind.</summary>
    internal QuotaWord Word => new(Volatile.Read(ref _quota));

    internal QuotaWord Exchange(QuotaWord next) => new(Interlocked.Exchange(ref _quota, next.Bits));

    internal bool TryExchange(QuotaWord next, QuotaWord seen) => Interlocked.CompareExchange(ref _quota, next.Bits, seen.Bits) == seen.Bits;

    internal static bool IsOld(QuotaWord usedUp, long utcTicks)
    {
        var second = utcTicks % TimeSpan.TicksPerDay / TimeSpan.TicksPerSecond;
        return second < usedUp.Amount || second - usedUp.Amount >= SecondsUsedUp;
    }

    private ref long BucketOf(CallerLimits limits)
    {
        if (limits.Buckets is not { } set) return ref _fullAt;
        var methods = _methods;
        while (methods is null || !ReferenceEquals(methods.Set, set))
        {
            var fresh = new MethodBuckets(set, new long[set.Count]);
            var found = Interlocked.CompareExchange(ref _methods, fresh, methods);
            methods = ReferenceEquals(found, methods) ? fresh : found;
        }

        return ref methods.FullAt[limits.Bucket];
    }

    private sealed record MethodBuckets(BucketSet Set, long[] FullAt);
}
