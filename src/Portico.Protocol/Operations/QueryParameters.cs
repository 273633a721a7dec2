using System.Collections.Immutable;

namespace Portico.Protocol.Operations;

/// <summary>A query string, decoded, in the order in which it came.</summary>
internal sealed class QueryParameters
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    public static QueryParameters Parse(string queryString)
    {
        var query = new QueryParameters();
        foreach (var pair in queryString.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query._pairs.Add(KeyValuePair.Create(Decode(parts[0]), parts.Length > 1 ? Decode(parts[1]) : ""));
        }

        return query;
    }

    public IReadOnlyList<KeyValuePair<string, string>> All => _pairs;

    public ImmutableArray<string> Values(string name) => [.. _pairs.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
