using System.Collections.Concurrent;

namespace Portico.Authorizers.Jwt;

/// <summary>
/// What was made of tokens, by the tokens themselves. Bounded: when it is full, the half that was not used lately is forgotten. Only
/// verified tokens are kept, so nobody can fill it with what he made up. Safe for use on any thread.
/// </summary>
/// <param name="capacity">Tokens, at least 2.</param>
public sealed class TokenCache<T>(int capacity = 10_000) where T : class
{
    // Two generations: what is found in the old one moves to the young one, and a full young one becomes the old one.
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<string, T> _young = New();
    private volatile ConcurrentDictionary<string, T> _old = New();

    public int Count => _young.Count + _old.Count;

    public T? Find(string token)
    {
        if (_young.TryGetValue(token, out var found)) return found;
        if (!_old.TryGetValue(token, out found)) return null;
        Add(token, found);
        return found;
    }

    public void Add(string token, T value)
    {
        _young[token] = value;
        if (_young.Count <= capacity / 2) return;
        lock (_turning)
        {
            if (_young.Count <= capacity / 2) return;
            _old = _young;
            _young = New();
        }
    }

    public void Remove(string token)
    {
        _young.TryRemove(token, out _);
        _old.TryRemove(token, out _);
    }

    private static ConcurrentDictionary<string, T> New() => new(SignatureComparer.Instance);

    // The end of a token is its signature: as good as a hash of the whole. Equal are only equal tokens.
    private sealed class SignatureComparer : IEqualityComparer<string>
    {
        private const int HashedLetters = 32;

        internal static SignatureComparer Instance { get; } = new();

        public bool Equals(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

        public int GetHashCode(string token) => string.GetHashCode(token.AsSpan(Math.Max(0, token.Length - HashedLetters)), StringComparison.Ordinal);
    }
}
