namespace Portico.State.Traffic;

/// <summary>What one API key has used of one usage plan. Safe for use from any number of threads.</summary>
/// <param name="usagePlanId">The plan.</param>
/// <param name="apiKeyId">The key's id, never its value.</param>
public abstract class CallerCounter(string usagePlanId, string apiKeyId)
{
    public string UsagePlanId { get; } = usagePlanId;

    public string ApiKeyId { get; } = apiKeyId;

    /// <summary>Counts a request: first against the throttle, then against the quota, which a throttled request leaves as it was.</summary>
    /// <param name="limits">The plan's terms at the method.</param>
    /// <param name="timestamp">Of the clock that the limits were made with.</param>
    /// <param name="utcTicks">When the request came, in ticks since the year 1, UTC: the day that it counts on.</param>
    public abstract ValueTask<Admission> AdmitAsync(CallerLimits limits, long timestamp, long utcTicks);

    /// <summary>
    /// Brings the ledger to what was really used: gives back what was taken ahead, writes what was only counted, and forgets that a quota was found used up.
    /// Requests that come meanwhile are counted as ever.
    /// </summary>
    public abstract ValueTask SettleAsync();

    /// <summary>Writes what was counted and is not in the ledger yet; what was taken ahead stays.</summary>
    public abstract ValueTask FlushAsync();

    /// <summary>The day with by how many the ledger says more than was used (less, when negative); 0 when it is exact.</summary>
    public abstract (DateOnly Day, long Requests) AheadOfUse { get; }

    /// <summary>Moves on when the ledger is about to be written, and when <see cref="AheadOfUse"/> says so: odd in between.</summary>
    public abstract int LedgerSteps { get; }

    /// <summary>Reads the ledger while nothing of this caller is being written there, so that <see cref="AheadOfUse"/> belongs to what was read.</summary>
    public abstract ValueTask<T> ReadLedgerAsync<T>(Func<CallerCounter, ValueTask<T>> read);
}
