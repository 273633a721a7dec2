using System.Collections.Frozen;

namespace Portico.Tls;

/// <summary>Which terms hold for the name that a client calls the server. The one place where they are exchanged; handshakes never wait.</summary>
internal sealed class TlsTable
{
    private volatile Content _content = new(FrozenDictionary<string, TlsTerms>.Empty, FrozenDictionary<string, TlsTerms>.Empty, null);

    /// <summary>The terms of a name of its own, of a wildcard, or of everybody else; null when there are none for him.</summary>
    /// <param name="serverName">Empty when the client named nobody.</param>
    internal TlsTerms? Find(string serverName)
    {
        var content = _content;
        if (content.Exact.TryGetValue(serverName, out var exact)) return exact;
        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && content.Wildcards.TryGetValue(serverName[(dot + 1)..], out var wildcard) ? wildcard : content.Others;
    }

    /// <summary>Makes these all terms. Connections that are there keep theirs.</summary>
    /// <param name="domains">By host; <c>*.example.com</c> stands for every name one label longer than <c>example.com</c>.</param>
    /// <param name="others">For every other name, and for none.</param>
    internal void Replace(IReadOnlyCollection<KeyValuePair<string, TlsTerms>> domains, TlsTerms? others) => _content = new(
        domains.Where(pair => !pair.Key.StartsWith("*.", StringComparison.Ordinal)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        domains.Where(pair => pair.Key.StartsWith("*.", StringComparison.Ordinal)).ToFrozenDictionary(pair => pair.Key[2..], pair => pair.Value, StringComparer.OrdinalIgnoreCase),
        others);

    private sealed record Content(FrozenDictionary<string, TlsTerms> Exact, FrozenDictionary<string, TlsTerms> Wildcards, TlsTerms? Others);
}
