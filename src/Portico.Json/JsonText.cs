using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Portico.Json;

/// <summary>
/// Reads strings and property names of a parsed document from their raw bytes. The framework's own accessors throw for a lone surrogate
/// escape or for bytes that are not UTF-8, both of which the parser lets through; here they become U+FFFD.
/// </summary>
internal static class JsonText
{
    /// <summary>The bytes between the quotes, still escaped.</summary>
    public static ReadOnlySpan<byte> RawString(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length >= 2 && raw[0] == (byte)'"' ? raw[1..^1] : raw;
    }

    public static ReadOnlySpan<byte> RawName(JsonProperty property) => JsonMarshal.GetRawUtf8PropertyName(property);

    public static string String(JsonElement element) => Decode(RawString(element));

    public static string Name(JsonProperty property) => Decode(RawName(property));

    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(raw);

        using var text = new DecodedText(raw);
        return text.Span.ToString();
    }

    /// <summary>The value as UTF-8 without escapes; <paramref name="buffer"/> must hold at least as many bytes as <paramref name="raw"/>.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> buffer)
    {
        var written = 0;
        for (var i = 0; i < raw.Length;)
        {
            if (raw[i] != (byte)'\\' || i + 1 >= raw.Length)
            {
                buffer[written++] = raw[i++];
                continue;
            }

            var rune = ReadEscape(raw, ref i);
            written += rune.EncodeToUtf8(buffer[written..]);
        }

        return written;
    }

    /// <summary>Finds a member by name; the last one wins, as in every parser that keeps one value per name.</summary>
    public static bool TryGetMember(JsonElement element, ReadOnlySpan<byte> utf8Name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(utf8Name, out value);
        }
        catch (InvalidOperationException)
        {
            // Some name in this object has an escape that is not text (a lone surrogate): go through the names by hand.
            value = default;
            var found = false;
            var buffer = ArrayPool<byte>.Shared.Rent(256);
            foreach (var property in element.EnumerateObject())
            {
                var raw = RawName(property);
                if (buffer.Length < raw.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
                }

                if (!buffer.AsSpan(0, Unescape(raw, buffer)).SequenceEqual(utf8Name))
                    continue;

                value = property.Value;
                found = true;
            }

            ArrayPool<byte>.Shared.Return(buffer);
            return found;
        }
    }

    /// <summary>Equal as JSON values: numbers by value, objects whatever the order of their members.</summary>
    public static bool DeepEquals(JsonElement left, JsonElement right)
    {
        try
        {
            return JsonElement.DeepEquals(left, right);
        }
        catch (Exception e) when (e is InvalidOperationException or InsufficientExecutionStackException)
        {
            // A string that is not text on either side, or nesting beyond the stack: compare what was written.
            return JsonMarshal.GetRawUtf8Value(left).SequenceEqual(JsonMarshal.GetRawUtf8Value(right));
        }
    }

    /// <summary>Writes the value without insignificant white space; numbers keep their spelling.</summary>
    public static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    var name = RawName(property);
                    if (name.Contains((byte)'\\') || !System.Text.Unicode.Utf8.IsValid(name))
                    {
                        using var text = new DecodedText(name);
                        writer.WritePropertyName(text.Span);
                    }
                    else
                    {
                        writer.WritePropertyName(name);
                    }

                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;

            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(item, writer);

                writer.WriteEndArray();
                break;

            case JsonValueKind.String:
                var raw = RawString(element);
                if (raw.Contains((byte)'\\') || !System.Text.Unicode.Utf8.IsValid(raw))
                {
                    using var text = new DecodedText(raw);
                    writer.WriteStringValue(text.Span);
                }
                else
                {
                    writer.WriteStringValue(raw);
                }

                break;

            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;

            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>Reads one escape at <paramref name="i"/> (a backslash with at least one byte after it).</summary>
    internal static Rune ReadEscape(ReadOnlySpan<byte> raw, ref int i)
    {
        var kind = raw[i + 1];
        i += 2;
        switch (kind)
        {
            case (byte)'n': return new Rune('\n');
            case (byte)'t': return new Rune('\t');
            case (byte)'r': return new Rune('\r');
            case (byte)'b': return new Rune('\b');
            case (byte)'f': return new Rune('\f');
            case (byte)'u': break;
            default: return Rune.TryCreate((char)kind, out var plain) ? plain : Rune.ReplacementChar;
        }

        if (!TryReadHex(raw, i, out var first))
            return Rune.ReplacementChar;

        i += 4;
        if (Rune.TryCreate(first, out var rune))
            return rune;

        if (char.IsHighSurrogate(first) && i + 1 < raw.Length && raw[i] == (byte)'\\' && raw[i + 1] == (byte)'u'
            && TryReadHex(raw, i + 2, out var second) && Rune.TryCreate(first, second, out var pair))
        {
            i += 6;
            return pair;
        }

        return Rune.ReplacementChar;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> raw, int at, out char value)
    {
        value = default;
        if (at + 4 > raw.Length)
            return false;

        var bits = 0;
        foreach (var b in raw.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;

            bits = (bits << 4) | (b <= (byte)'9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        value = (char)bits;
        return true;
    }
}
