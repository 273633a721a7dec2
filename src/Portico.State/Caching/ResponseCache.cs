namespace Portico.State.Caching;

/// <summary>The answers that are kept for one stage. Safe for use from any number of threads; an engine implements it.</summary>
public abstract class ResponseCache
{
    private long _hits;
    private long _misses;

    /// <summary>Requests that were answered out of the cache.</summary>
    public long Hits => Volatile.Read(ref _hits);

    /// <summary>Requests for which the back end was called, and whose answers could have been in the cache.</summary>
    public long Misses => Volatile.Read(ref _misses);

    /// <summary>Bytes in use.</summary>
    public abstract long Bytes { get; }

    /// <summary>Answers in it.</summary>
    public abstract long Count { get; }

    /// <summary>The answer under a key that has not expired.</summary>
    /// <param name="key">Ordinal. Not kept.</param>
    /// <param name="utcTicks">Now, in ticks since the year 1.</param>
    public abstract ValueTask<CachedResponse?> FindAsync(ReadOnlySpan<char> key, long utcTicks);

    /// <summary>Keeps an answer, instead of the one that the key had. What has no room is not kept.</summary>
    /// <param name="key">Ordinal.</param>
    /// <param name="response">The answer.</param>
    /// <param name="utcTicks">Now.</param>
    /// <param name="lifetime">How long it may be answered.</param>
    /// <param name="encrypted">Whether it lies encrypted in memory and wherever the engine keeps it.</param>
    public abstract ValueTask StoreAsync(string key, CachedResponse response, long utcTicks, TimeSpan lifetime, bool encrypted);

    /// <summary>Forgets all answers.</summary>
    public abstract ValueTask FlushAsync();

    /// <summary>Counts a request.</summary>
    public void CountRequest(bool hit)
    {
        if (hit) Interlocked.Increment(ref _hits);
        else Interlocked.Increment(ref _misses);
    }
}
