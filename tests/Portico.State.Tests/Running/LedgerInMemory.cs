using System.Collections.Concurrent;
using Portico.State.Traffic;

namespace Portico.State.Tests.Running;

/// <summary>A ledger that outlives the counters that write to it, as a store outlives a process. One quota holds for all, day by day.</summary>
internal sealed class LedgerInMemory(long limit) : IQuotaLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string UsagePlanId, string ApiKeyId, DateOnly Day), long> _used = [];
    private long _granted;

    /// <summary>Every reservation, in order.</summary>
    internal ConcurrentQueue<int> Reserved { get; } = new();

    internal int Reads => Reserved.Count;

    internal bool IsBroken { get; set; }

    internal long Used(string usagePlanId, string apiKeyId, DateOnly day)
    {
        lock (_lock) return _used.GetValueOrDefault((usagePlanId, apiKeyId, day));
    }

    internal void Grant(long more)
    {
        lock (_lock) _granted += more;
    }

    public async ValueTask<int> ReserveAsync(string usagePlanId, string apiKeyId, DateOnly day, int wanted, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (IsBroken) throw new IOException("the disk is full");
        lock (_lock)
        {
            var used = _used.GetValueOrDefault((usagePlanId, apiKeyId, day));
            var taken = (int)Math.Clamp(limit + _granted - used, 0, wanted);
            _used[(usagePlanId, apiKeyId, day)] = used + taken;
            Reserved.Enqueue(taken);
            return taken;
        }
    }

    public async ValueTask AddAsync(string usagePlanId, string apiKeyId, DateOnly day, long requests, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (IsBroken) throw new IOException("the disk is full");
        lock (_lock) _used[(usagePlanId, apiKeyId, day)] = _used.GetValueOrDefault((usagePlanId, apiKeyId, day)) + requests;
    }
}
