using Portico.Model.Usage;

namespace Portico.Storage;

/// <summary>
/// What the holders of API keys have used of their plans, key by key and day by day (UTC), and what was granted to them beyond their quotas. Safe
/// for use from any number of threads.
/// </summary>
public interface IUsageLedger
{
    /// <summary>The days between two on which anything happened to the keys of a plan, by key.</summary>
    /// <param name="keyId">Only this key, or null for all.</param>
    ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>>> ReadAsync(
        string usagePlanId, string? keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>Adds to what happened on a day. Whoever counts requests calls it now and then with what came together, not once for each request.</summary>
    ValueTask RecordAsync(string usagePlanId, string keyId, DateOnly day, DailyUsage more, CancellationToken cancellationToken);

    /// <summary>
    /// Takes requests out of what remains of a quota on a day, and counts them as used on it, in one commit: whoever else does the same at that moment,
    /// together they never take more than there is.
    /// </summary>
    /// <param name="wanted">From 1.</param>
    /// <returns>How many were taken; 0 when nothing remains.</returns>
    ValueTask<long> ReserveAsync(string usagePlanId, string keyId, QuotaSettings quota, DateOnly day, long wanted, CancellationToken cancellationToken);

    /// <summary>Drops what is known of a plan, or of one of its keys.</summary>
    ValueTask ForgetAsync(string usagePlanId, string? keyId, CancellationToken cancellationToken);
}
