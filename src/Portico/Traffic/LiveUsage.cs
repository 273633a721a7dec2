using Portico.DataPlane.Traffic;
using Portico.Model.Usage;
using Portico.State.Traffic;
using Portico.Storage;

namespace Portico.Traffic;

/// <summary>The stored ledger as the control plane sees it: what this process has taken ahead or not written yet is part of every answer.</summary>
internal sealed class LiveUsage(IUsageLedger stored, TrafficControl traffic) : IUsageLedger
{
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>>> ReadAsync(
        string usagePlanId, string? keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        // 1. All at once: right for every key whose counter wrote nothing meanwhile.
        var counters = CountersOf(usagePlanId, keyId).ToList();
        var steps = counters.ConvertAll(counter => counter.LedgerSteps);
        var usage = new Dictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>>(await stored.ReadAsync(usagePlanId, keyId, first, last, cancellationToken), StringComparer.Ordinal);
        for (var index = 0; index < counters.Count; index++)
        {
            var counter = counters[index];
            var ahead = counter.AheadOfUse;
            if (steps[index] % 2 != 0 || counter.LedgerSteps != steps[index])
            {
                // 2. The others one by one, while they write nothing.
                (var again, ahead) = await counter.ReadLedgerAsync(
                    async quiet => (await stored.ReadAsync(usagePlanId, quiet.ApiKeyId, first, last, cancellationToken), quiet.AheadOfUse));
                if (again.TryGetValue(counter.ApiKeyId, out var days)) usage[counter.ApiKeyId] = days;
            }

            Correct(usage, counter.ApiKeyId, ahead, first, last);
        }

        return usage;
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

    private static void Correct(
        Dictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>> usage, string keyId, (DateOnly Day, long Requests) ahead, DateOnly first, DateOnly last)
    {
        if (ahead.Requests == 0 || ahead.Day < first || ahead.Day > last) return;
        var days = usage.TryGetValue(keyId, out var known) ? new Dictionary<DateOnly, DailyUsage>(known) : [];
        days[ahead.Day] = days.GetValueOrDefault(ahead.Day) + new DailyUsage(-ahead.Requests, 0);
        usage[keyId] = days;
    }
}
