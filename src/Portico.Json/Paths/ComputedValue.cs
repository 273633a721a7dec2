using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>Makes elements of values that are in no document.</summary>
internal static class ComputedValue
{
    public static readonly JsonElement Null = Parse("null"u8);

    public static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    public static JsonElement Of(int number) => Parse(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Spelled as Java spells a double, since templates show it: 1.0, 1.5E7.</summary>
    public static JsonElement Of(double number)
    {
        var magnitude = Math.Abs(number);
        if (!double.IsFinite(number))
            return Null;

        // The shortest digits that read back as the same number, and the place of the first one.
        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        string text;
        if (magnitude is 0 or (>= 1e-3 and < 1e7))
        {
            text = shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
        }
        else
        {
            var digits = new string([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]).Trim('0');
            text = $"{(number < 0 ? "-" : "")}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}";
        }

        return Parse(Encoding.UTF8.GetBytes(text));
    }

    public static JsonElement Of(string text) => Write(text, static (writer, text) => writer.WriteStringValue(text));

    public static JsonElement OfList(IEnumerable<JsonElement> items) => Write(items, static (writer, items) =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
            JsonText.Write(item, writer);

        writer.WriteEndArray();
    });

    public static JsonElement Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            write(writer, state);

        return Parse(buffer.WrittenSpan);
    }
}
