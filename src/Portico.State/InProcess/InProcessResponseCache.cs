using System.Numerics;
using Portico.State.Caching;

namespace Portico.State.InProcess;

/// <summary>One stage's answers, spread over shards that are locked, grown, swept and bounded each by itself: none is ever so large that work on it is felt.</summary>
internal sealed class InProcessResponseCache : ResponseCache
{
    // Eight times the largest answer, so that one of them does not empty a shard.
    private const long ShardBytes = 8 * 1024 * 1024;
    private const int MaxShards = 4096;

    // Kept as objects beside their bytes, for those who ask for the same again and again.
    private const int RecentAnswers = 1024;

    private readonly ResponseShard[] _shards;
    private readonly SealedResponses _sealed = new();
    private int _swept;

    internal InProcessResponseCache(InProcessResponseCaches engine, long capacityBytes)
    {
        CapacityBytes = capacityBytes;
        var count = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacityBytes / ShardBytes, 1, MaxShards));
        _shards = new ResponseShard[count];
        for (var index = 0; index < count; index++) _shards[index] = new ResponseShard(engine, _sealed, (int)(capacityBytes / count) & ~7, Math.Clamp(RecentAnswers / count, 1, 64));
    }

    internal long CapacityBytes { get; }

    public override long Bytes => _shards.Sum(shard => shard.Bytes);

    public override long Count => _shards.Sum(shard => (long)shard.Count);

    public override ValueTask<CachedResponse?> FindAsync(ReadOnlySpan<char> key, long utcTicks)
    {
        var hash = string.GetHashCode(key);
        return new(ShardOf(hash).Find(hash, key, utcTicks));
    }

    public override ValueTask StoreAsync(string key, CachedResponse response, long utcTicks, TimeSpan lifetime, bool encrypted)
    {
        var hash = string.GetHashCode(key.AsSpan());
        ShardOf(hash).Store(hash, key, encrypted ? _sealed.Seal(response) : ResponseBytes.Write(response), encrypted, utcTicks, utcTicks + lifetime.Ticks);
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

    // Other bits than those that a shard finds its entries by.
    private ResponseShard ShardOf(int hash) => _shards[(hash >>> 20) & (_shards.Length - 1)];
}
