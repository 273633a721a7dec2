namespace Portico.State.InProcess;

/// <summary>
/// A part of a cache: entries in the order in which they came, of which the oldest that nobody asked for since the hand passed it goes first
/// (the SIEVE policy: what is asked for once does not drive out what is asked for often).
/// </summary>
/// <seealso href="https://www.usenix.org/conference/nsdi24/presentation/zhang-yazhuo"/>
internal sealed class ResponseShard(InProcessResponseCaches engine, long capacityBytes)
{
    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private Entry? _newest;
    private Entry? _oldest;
    private Entry? _hand;
    private long _bytes;

    internal long Bytes => Volatile.Read(ref _bytes);

    internal int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    internal object? Find(ReadOnlySpan<char> key, long utcTicks)
    {
        lock (_lock)
        {
            if (!_entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var entry)) return null;
            if (entry.ExpiresAt <= utcTicks)
            {
                Remove(entry);
                return null;
            }

            entry.WasAskedFor = true;
            return entry.Response;
        }
    }

    internal void Store(string key, object response, long bytes, long expiresAt)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var old)) Remove(old);
            if (bytes > capacityBytes) return;
            Take(bytes);
            while (_bytes > capacityBytes || engine.IsFull)
            {
                if (!TryEvict())
                {
                    // What other stages keep leaves no room.
                    if (_bytes <= capacityBytes && !engine.IsFull) break;
                    Take(-bytes);
                    return;
                }
            }

            var entry = new Entry(key, response, bytes, expiresAt) { Older = _newest };
            if (_newest is null) _oldest = entry;
            else _newest.Newer = entry;
            _newest = entry;
            _entries.Add(key, entry);
        }
    }

    internal void Sweep(long utcTicks)
    {
        lock (_lock)
        {
            for (var entry = _oldest; entry is not null;)
            {
                var next = entry.Newer;
                if (entry.ExpiresAt <= utcTicks) Remove(entry);
                entry = next;
            }
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            Take(-_bytes);
            _entries = new(StringComparer.Ordinal);
            _newest = _oldest = _hand = null;
        }
    }

    private bool TryEvict()
    {
        // Ends: a second round finds every mark taken away.
        var entry = _hand ?? _oldest;
        while (entry is { WasAskedFor: true })
        {
            entry.WasAskedFor = false;
            entry = entry.Newer ?? _oldest;
        }

        if (entry is null) return false;
        _hand = entry.Newer;
        Remove(entry);
        return true;
    }

    private void Remove(Entry entry)
    {
        if (ReferenceEquals(_hand, entry)) _hand = entry.Newer;
        if (entry.Older is null) _oldest = entry.Newer;
        else entry.Older.Newer = entry.Newer;
        if (entry.Newer is null) _newest = entry.Older;
        else entry.Newer.Older = entry.Older;
        _entries.Remove(entry.Key);
        Take(-entry.Bytes);
    }

    private void Take(long bytes)
    {
        _bytes += bytes;
        engine.Count(bytes);
    }

    private sealed class Entry(string key, object response, long bytes, long expiresAt)
    {
        internal string Key => key;

        // A CachedResponse, or its sealed bytes.
        internal object Response => response;

        internal long Bytes => bytes;

        internal long ExpiresAt => expiresAt;

        internal bool WasAskedFor { get; set; }

        internal Entry? Newer { get; set; }

        internal Entry? Older { get; set; }
    }
}
