using System.Collections.Concurrent;

namespace Portico.Authorizers.Lambda;

/// <summary>
/// The answers of one authorizer in one stage, by the caller's identity. Bounded in number and bytes: when it is full, the half that
/// was not used lately is forgotten. Safe for use on any thread.
/// </summary>
internal sealed class AnswerCache(int capacity = 10_000, int capacityBytes = 32 * 1024 * 1024)
{
    // How far two requests may be apart that look at the clock at the same moment.
    private static readonly TimeSpan Unevenness = TimeSpan.FromMinutes(1);

    // Two generations: what is found in the old one moves to the young one, and a full young one becomes the old one.
    private readonly Lock _turning = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    internal int Count => _young.Entries.Count + _old.Entries.Count;

    internal AuthorizerAnswer? Find(string identity, DateTimeOffset now)
    {
        if (!_young.Entries.TryGetValue(identity, out var entry))
        {
            if (!_old.Entries.TryGetValue(identity, out entry)) return null;
            if (entry.Holds(now)) Add(identity, entry);
        }

        return entry.Holds(now) ? entry.Answer : null;
    }

    internal void Add(string identity, AuthorizerAnswer answer, DateTimeOffset now, TimeSpan ttl) => Add(identity, new Entry(answer, now, now + ttl));

    private void Add(string identity, Entry entry)
    {
        var young = _young;
        young.Entries[identity] = entry;
        var bytes = Interlocked.Add(ref young.Bytes, (identity.Length * sizeof(char)) + entry.Answer.Bytes);
        if (young.Entries.Count <= capacity / 2 && bytes <= capacityBytes / 2) return;
        lock (_turning)
        {
            if (!ReferenceEquals(_young, young)) return;
            _old = young;
            _young = new();
        }
    }

    // A clock that was set back must not make an answer last for as long as it went back.
    private sealed record Entry(AuthorizerAnswer Answer, DateTimeOffset AddedAt, DateTimeOffset ExpiresAt)
    {
        internal bool Holds(DateTimeOffset now) => ExpiresAt > now && AddedAt - Unevenness <= now;
    }

    private sealed class Generation
    {
        internal long Bytes;

        internal ConcurrentDictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);
    }
}
