using System.Collections.Immutable;

namespace Portico.Protocol.Operations;

/// <summary>
/// The address of an operation: literals and labels such as <c>/restapis/{restapi_id}</c>, perhaps with a literal query
/// (<c>?mode=import</c>). A label <c>{name+}</c> takes all that is left.
/// </summary>
public sealed class UriTemplate
{
    private UriTemplate(string text, ImmutableArray<string> segments, ImmutableArray<KeyValuePair<string, string>> query)
    {
        Text = text;
        Segments = segments;
        Query = query;
    }

    public string Text { get; }

    /// <summary>As written, braces included.</summary>
    public ImmutableArray<string> Segments { get; }

    /// <summary>What the query must hold for this address to be meant.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Query { get; }

    public static UriTemplate Parse(string text)
    {
        var cut = text.IndexOf('?', StringComparison.Ordinal);
        var path = cut < 0 ? text : text[..cut];
        var segments = ImmutableArray.Create(path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        if (cut < 0) return new(text, segments, []);
        var query = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var pair in text[(cut + 1)..].Split('&'))
        {
            var parts = pair.Split('=', 2);
            query.Add(KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1] : ""));
        }

        return new(text, segments, query.DrainToImmutable());
    }

    internal static bool IsLabel(string segment) => segment is ['{', .., '}'];

    internal static bool IsGreedy(string segment) => segment is ['{', .., '+', '}'];

    internal static string LabelName(string segment) => segment[1..^1].TrimEnd('+');

    public override string ToString() => Text;
}
