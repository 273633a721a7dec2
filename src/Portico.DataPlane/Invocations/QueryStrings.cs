using System.Buffers;

namespace Portico.DataPlane.Invocations;

/// <summary>The query string as API Gateway reads and writes it.</summary>
public static class QueryStrings
{
    // Refused by AWS unless percent-encoded: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    private static readonly SearchValues<char> Refused = SearchValues.Create("|{}");
    private static readonly SearchValues<char> Coded = SearchValues.Create("%+");

    /// <summary>False when a query holds a character that must be percent-encoded.</summary>
    public static bool IsAcceptable(ReadOnlySpan<char> rawQuery) => !rawQuery.ContainsAny(Refused);

    /// <summary>Splits at <c>&amp;</c> and <c>;</c>, decodes, keeps order and repetition.</summary>
    public static void Parse(string rawQuery, ICollection<(string Name, string Value)> pairs)
    {
        var rest = rawQuery.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny('&', ';');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0 ? (Decode(pair), "") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }
    }

    private static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Coded)) return text.ToString();
        return Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
    }
}
