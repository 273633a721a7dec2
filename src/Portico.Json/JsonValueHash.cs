using System.Runtime.InteropServices;
using System.Text.Json;

namespace Portico.Json;

/// <summary>A hash in which equal JSON values agree, whatever their spelling. Seeded per process, so nobody can prepare collisions.</summary>
internal static class JsonValueHash
{
    public static int Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                return new JsonNumber(JsonMarshal.GetRawUtf8Value(element)).ValueHash();

            case JsonValueKind.String:
                return OfText(JsonText.RawString(element));

            case JsonValueKind.Array:
                var items = default(HashCode);
                items.Add(1);
                foreach (var item in element.EnumerateArray())
                    items.Add(Of(item));

                return items.ToHashCode();

            case JsonValueKind.Object:
                // Added up, because the order of members does not count.
                var members = 2;
                foreach (var property in element.EnumerateObject())
                    members += HashCode.Combine(OfText(JsonText.RawName(property)), Of(property.Value));

                return members;

            default:
                return HashCode.Combine(element.ValueKind);
        }
    }

    private static int OfText(ReadOnlySpan<byte> raw)
    {
        var hash = default(HashCode);
        if (raw.Contains((byte)'\\'))
        {
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(raw.Length);
            hash.AddBytes(buffer.AsSpan(0, JsonText.Unescape(raw, buffer)));
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
        else
        {
            hash.AddBytes(raw);
        }

        return hash.ToHashCode();
    }
}
