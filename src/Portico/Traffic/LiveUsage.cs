using Portico.DataPlane.Traffic;
using Portico.Model.Usage;
using Portico.State.Traffic;
using Portico.Storage;

namespace Portico.Traffic;

/// <summary>The stored ledger as the control plane sees it: what this process has taken ahead or not written yet is part of every answer.</summary>
internal sealed class LiveUsage(IUsageLedger stored, TrafficControl traffic) : IUsageLedger
{
    // Counters move while documents are read; an answer that no step of a quota crossed is exact, and a few tries find one.
    private const int MaxAttempts = 4;

    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>>> ReadAsync(
        string usagePlanId, string? keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = AheadOfUse(usagePlanId, keyId);
            var usage = await stored.ReadAsync(usagePlanId, keyId, first, last, cancellationToken);
            var after = AheadOfUse(usagePlanId, keyId);
            if (attempt < MaxAttempts && !SameSteps(before, after)) continue;
            return after.Count == 0 ? usage : Corrected(usage, after, first, last);
        }
    }

    public async ValueTask RecordAsync(string usagePlanId, string keyId, DateOnly day, DailyUsage more, CancellationToken cancellationToken)
    {
        await stored.RecordAsync(usagePlanId, keyId, day, more, cancellationToken);

        // What was granted or taken holds from the next request on.
        await SettleAsync(usagePlanId, keyId);
    }

    public ValueTask<long> ReserveAsync(string usagePlanId, string keyId, QuotaSettings quota, DateOnly day, long wanted, CancellationToken cancellationToken) =>
        stored.ReserveAsync(usagePlanId, keyId, quota, day, wanted, cancellationToken);

    public ValueTask ForgetAsync(string usagePlanId, string? keyId, CancellationToken cancellationToken) => stored.ForgetAsync(usagePlanId, keyId, cancellationToken);

    private async ValueTask SettleAsync(string usagePlanId, string keyId)
    {
        foreach (var counter in CountersOf(usagePlanId, keyId)) await counter.SettleAsync();
    }

    private IEnumerable<CallerCounter> CountersOf(string usagePlanId, string? keyId) =>
        traffic.ApiKeys.Members.Select(member => member.Counter).Where(counter => counter.UsagePlanId == usagePlanId && (keyId is null || counter.ApiKeyId == keyId));

    private Dictionary<string, (DateOnly Day, long Requests)> AheadOfUse(string usagePlanId, string? keyId)
    {
        var all = new Dictionary<string, (DateOnly Day, long Requests)>(StringComparer.Ordinal);
        foreach (var counter in CountersOf(usagePlanId, keyId))
        {
            if (counter.AheadOfUse is { Requests: not 0 } ahead) all[counter.ApiKeyId] = ahead;
        }

        return all;
    }

    // Between two steps a counter only falls: what was taken ahead is used, what was used is counted.
    private static bool SameSteps(Dictionary<string, (DateOnly Day, long Requests)> before, Dictionary<string, (DateOnly Day, long Requests)> after) =>
        after.All(pair => before.TryGetValue(pair.Key, out var was) ? was.Day == pair.Value.Day && Math.Sign(was.Requests) * Math.Sign(pair.Value.Requests) >= 0 && pair.Value.Requests <= was.Requests : pair.Value.Requests < 0)
        && before.All(pair => after.ContainsKey(pair.Key) || pair.Value.Requests > 0);

    private static Dictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>> Corrected(
        IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>> usage, Dictionary<string, (DateOnly Day, long Requests)> ahead, DateOnly first, DateOnly last)
    {
        var corrected = new Dictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>>(usage, StringComparer.Ordinal);
        foreach (var (keyId, (day, requests)) in ahead)
        {
            if (day < first || day > last) continue;
            var days = corrected.TryGetValue(keyId, out var known) ? new Dictionary<DateOnly, DailyUsage>(known) : [];
            days[day] = days.GetValueOrDefault(day) + new DailyUsage(-requests, 0);
            corrected[keyId] = days;
        }

        return corrected;
    }
}
