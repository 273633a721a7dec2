using System.Collections.Concurrent;
using Portico.State.Caching;

namespace Portico.State.InProcess;

/// <summary>Caches in this process's memory, which is taken only as it is used.</summary>
public sealed class InProcessResponseCaches : IResponseCaches, IDisposable
{
    // One shard of each cache at a time, so that nobody waits long for one.
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, InProcessResponseCache> _caches = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ITimer _sweeping;
    private long _bytes;

    /// <param name="time">Whose clock says what has expired.</param>
    /// <param name="maxBytes">What all caches take together; half of what the process may have unless it is said.</param>
    public InProcessResponseCaches(TimeProvider time, long? maxBytes = null)
    {
        _time = time;
        MaxBytes = maxBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        _sweeping = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public long MaxBytes { get; }

    public ResponseCache Open(string name, long capacityBytes)
    {
        var capacity = Math.Min(capacityBytes, MaxBytes);
        while (true)
        {
            var cache = _caches.GetOrAdd(name, static (_, made) => new InProcessResponseCache(made.Engine, made.Capacity), (Engine: this, Capacity: capacity));
            if (cache.CapacityBytes == capacity) return cache;
            if (_caches.TryUpdate(name, new InProcessResponseCache(this, capacity), cache)) cache.Clear();
        }
    }

    public ResponseCache? Find(string name) => _caches.GetValueOrDefault(name);

    public void Close(string name)
    {
        if (_caches.TryRemove(name, out var cache)) cache.Clear();
    }

    public void Dispose() => _sweeping.Dispose();

    /// <summary>Takes memory for a cache, if there is any left.</summary>
    internal bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MaxBytes) return true;
        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }

    internal void GiveBack(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    private void Sweep()
    {
        var now = _time.GetUtcNow().UtcTicks;
        foreach (var cache in _caches.Values) cache.SweepNext(now);
    }
}
