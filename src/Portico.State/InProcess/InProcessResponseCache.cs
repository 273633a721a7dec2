using System.Numerics;
using Portico.State.Caching;

namespace Portico.State.InProcess;

/// <summary>One stage's answers, spread over shards that are locked, grown, swept and bounded each by itself: none is ever so large that work on it is felt.</summary>
internal sealed class InProcessResponseCache : ResponseCache
{
    // Eight times the largest answer, so that one of them does not empty a shard.
    private const long ShardBytes = 8 * 1024 * 1024;
    private const int MaxShards = 4096;

    private readonly ResponseShard[] _shards;
    private readonly InProcessResponseCaches _engine;
    private readonly SealedResponses _sealed = new();
    private int _swept;

    internal InProcessResponseCache(InProcessResponseCaches engine, long capacityBytes)
    {
        _engine = engine;
        CapacityBytes = capacityBytes;
        var count = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacityBytes / ShardBytes, 1, MaxShards));
        _shards = new ResponseShard[count];
        for (var index = 0; index < count; index++) _shards[index] = new ResponseShard(engine, capacityBytes / count);
    }

    internal long CapacityBytes { get; }

    public override long Bytes => _shards.Sum(shard => shard.Bytes);

    public override long Count => _shards.Sum(shard => (long)shard.Count);

    public override ValueTask<CachedResponse?> FindAsync(ReadOnlySpan<char> key, long utcTicks)
    {
        var found = ShardOf(key).Find(key, utcTicks);
        return new(found is byte[] bytes ? _sealed.Open(bytes) : (CachedResponse?)found);
    }

    public override ValueTask StoreAsync(string key, CachedResponse response, long utcTicks, TimeSpan lifetime, bool encrypted)
    {
        ShardOf(key).Store(key, encrypted ? _sealed.Seal(response) : response, response.Bytes + 48 + (2L * key.Length), utcTicks + lifetime.Ticks);
        return default;
    }

    public override ValueTask FlushAsync()
    {
        Clear();
        return default;
    }

    internal void Clear()
    {
        foreach (var shard in _shards) shard.Clear();
    }

    internal void SweepNext(long utcTicks) => _shards[(Interlocked.Increment(ref _swept) & int.MaxValue) % _shards.Length].Sweep(utcTicks);

    private ResponseShard ShardOf(ReadOnlySpan<char> key) => _shards[(string.GetHashCode(key) >>> 8) & (_shards.Length - 1)];
}
