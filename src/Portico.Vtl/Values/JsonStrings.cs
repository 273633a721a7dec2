using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Portico.Vtl.Values;

/// <summary>
/// Strings and names of documents, read from their raw bytes: the framework's own accessors throw for a lone surrogate escape or for bytes
/// that are not UTF-8, both of which its parser lets through. Here they become U+FFFD.
/// </summary>
internal static class JsonStrings
{
    /// <summary>The bytes between the quotes, still escaped.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length >= 2 && raw[0] == (byte)'"' ? raw[1..^1] : raw;
    }

    /// <summary>Whether the raw bytes are the text as they stand.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> raw) => !raw.Contains((byte)'\\') && Utf8.IsValid(raw);

    public static string Decode(JsonElement element) => Decode(Raw(element));

    public static string Name(JsonProperty property) => Decode(JsonMarshal.GetRawUtf8PropertyName(property));

    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(raw);

        // A byte never becomes more than one UTF-16 unit, escaped or not.
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0 || plain + 1 >= raw.Length)
                plain = raw.Length;

            written += Encoding.UTF8.GetChars(raw[..plain], rented.AsSpan(written));
            raw = raw[plain..];
            if (raw.IsEmpty)
                break;

            rented[written++] = ReadEscape(ref raw);
        }

        var text = new string(rented, 0, written);
        ArrayPool<char>.Shared.Return(rented);
        return text;
    }

    /// <summary>Finds a member; the last of a name wins, as in every parser that keeps one value per name.</summary>
    public static bool TryGetMember(JsonElement element, ReadOnlySpan<byte> utf8Name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(utf8Name, out value);
        }
        catch (InvalidOperationException)
        {
            // Some name in this object has an escape that is not text: go through the names by hand.
            value = default;
            var name = Encoding.UTF8.GetString(utf8Name);
            var found = false;
            foreach (var property in element.EnumerateObject())
            {
                if (Name(property) != name)
                    continue;

                value = property.Value;
                found = true;
            }

            return found;
        }
    }

    private static char ReadEscape(ref ReadOnlySpan<byte> raw)
    {
        var kind = raw[1];
        var rest = raw[2..];
        var c = kind switch
        {
            (byte)'n' => '\n',
            (byte)'t' => '\t',
            (byte)'r' => '\r',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            _ => (char)kind,
        };

        if (kind == (byte)'u')
        {
            c = '\uFFFD';
            if (rest.Length >= 4 && ushort.TryParse(rest[..4], System.Globalization.NumberStyles.HexNumber, null, out var unit))
                c = (char)unit;

            rest = rest[Math.Min(4, rest.Length)..];
        }

        raw = rest;
        return c;
    }
}
