using Portico.Model.Usage;
using Portico.State.Traffic;
using Portico.Storage;

namespace Portico.Traffic;

/// <summary>The quotas of the present usage plans, kept in the catalog's ledger.</summary>
internal sealed class StoredQuotas(Catalog catalog) : IQuotaLedger
{
    public async ValueTask<int> ReserveAsync(string usagePlanId, string apiKeyId, DateOnly day, int wanted, CancellationToken cancellationToken)
    {
        // The plan as it is now: a request that began under another one is held to this. What has left the plan meanwhile is counted nowhere any more.
        if (!IsMember(usagePlanId, apiKeyId, out var plan) || plan.Quota is not { } quota) return wanted;
        return (int)await catalog.Usage.ReserveAsync(usagePlanId, apiKeyId, quota, day, wanted, cancellationToken);
    }

    public ValueTask AddAsync(string usagePlanId, string apiKeyId, DateOnly day, long requests, CancellationToken cancellationToken) =>
        IsMember(usagePlanId, apiKeyId, out _) ? catalog.Usage.RecordAsync(usagePlanId, apiKeyId, day, new DailyUsage(requests, 0), cancellationToken) : default;

    private bool IsMember(string usagePlanId, string apiKeyId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out UsagePlan? plan)
    {
        var account = catalog.Account.Present;
        return account.UsagePlans.TryGetValue(usagePlanId, out plan) && account.UsagePlanKeys.ContainsKey(UsagePlanKey.IdOf(usagePlanId, apiKeyId));
    }
}
