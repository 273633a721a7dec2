using Portico.State.InProcess;
using Portico.State.Traffic;

namespace Portico.DataPlane.Traffic;

/// <summary>What decides how many requests come through: the API keys as they are now, and the counters of this node.</summary>
/// <param name="counters">Where requests are counted.</param>
/// <param name="time">The clock that the counters' limits are made with.</param>
public sealed class TrafficControl(ITrafficCounters counters, TimeProvider time)
{
    private volatile ApiKeyTable _apiKeys = ApiKeyTable.Empty;

    /// <summary>Counts in this process and knows no keys: nobody gets into a method that requires one.</summary>
    public static TrafficControl WithoutKeys() => new(new InProcessTrafficCounters(TimeProvider.System, NoQuotaLedger.Instance), TimeProvider.System);

    public ITrafficCounters Counters => counters;

    public TimeProvider Time => time;

    /// <summary>The present table; a request that has taken it keeps it.</summary>
    public ApiKeyTable ApiKeys => _apiKeys;

    public void Replace(ApiKeyTable apiKeys) => _apiKeys = apiKeys;

    private sealed class NoQuotaLedger : IQuotaLedger
    {
        internal static NoQuotaLedger Instance { get; } = new();

        public ValueTask<int> ReserveAsync(string usagePlanId, string apiKeyId, DateOnly day, int wanted, CancellationToken cancellationToken) => new(wanted);

        public ValueTask AddAsync(string usagePlanId, string apiKeyId, DateOnly day, long requests, CancellationToken cancellationToken) => default;
    }
}
