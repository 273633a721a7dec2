using System.Text;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>What a path led to in bytes that were read through once, without making a document of them.</summary>
public enum JsonPathBytesKind
{
    /// <summary>The bytes are no JSON.</summary>
    Invalid,

    /// <summary>The path leads nowhere in this document.</summary>
    Missing,

    /// <summary>One value.</summary>
    Value,
}

/// <summary>The place of a value within the bytes that a path was applied to.</summary>
public readonly ref struct JsonPathBytes
{
    private JsonPathBytes(JsonPathBytesKind kind, ReadOnlySpan<byte> raw)
    {
        Kind = kind;
        Raw = raw;
    }

    public JsonPathBytesKind Kind { get; }

    /// <value>The value as it is written in the document; empty unless <see cref="Kind"/> is <see cref="JsonPathBytesKind.Value"/>.</value>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>The value as text: a string's content, null for null, anything else as it is written.</summary>
    public string? Text => Raw switch
    {
        [] or [(byte)'n', ..] => null,
        [(byte)'"', .., (byte)'"'] => JsonText.Decode(Raw[1..^1]),
        _ => Encoding.UTF8.GetString(Raw),
    };

    internal static JsonPathBytes Find(PathToken first, ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        var found = default(Range?);
        try
        {
            reader.Read();
            Walk(ref reader, first, ref found);

            // To the end: what is behind the value decides whether the whole is JSON.
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return new(JsonPathBytesKind.Invalid, default);
        }

        return found is { } range ? new(JsonPathBytesKind.Value, utf8[range]) : new(JsonPathBytesKind.Missing, default);
    }

    // From the first token of a value to its last. Recursion goes no deeper than the path is long.
    private static void Walk(ref Utf8JsonReader reader, PathToken? token, ref Range? found)
    {
        if (token is null)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            found = start..(int)reader.BytesConsumed;
        }
        else if (reader.TokenType == JsonTokenType.StartObject && token is MemberToken member)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isWanted = member.IsName(ref reader);
                reader.Read();
                if (!isWanted)
                {
                    reader.Skip();
                    continue;
                }

                // The last member of a name counts, even where it leads nowhere.
                found = null;
                Walk(ref reader, token.Next, ref found);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray && token is IndexToken { FromStart: { } wanted })
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index == wanted) Walk(ref reader, token.Next, ref found);
                else reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }
    }
}
