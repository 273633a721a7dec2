using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Portico.Vtl.Values;

/// <summary>Numbers of documents as Java's classes, and the text forms of Java's numbers.</summary>
internal static class JavaNumbers
{
    // A document's number of more digits is refused rather than computed with.
    private const int DigitLimit = 10_000;

    /// <summary>The value itself, a document's number as the Java class that its JSON parser chooses; null when it is no number.</summary>
    public static VtlValue Normalize(in VtlValue value) => value.Kind switch
    {
        VtlKind.Integer or VtlKind.Long or VtlKind.Double or VtlKind.BigInteger or VtlKind.BigDecimal => value,
        VtlKind.Json when value.Json.ValueKind == JsonValueKind.Number => Of(JsonMarshal.GetRawUtf8Value(value.Json)),
        _ => default,
    };

    /// <summary>Integers become Integer, Long or BigInteger as they fit; others Double, or BigDecimal beyond 18 characters.</summary>
    public static VtlValue Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            if (Utf8Parser.TryParse(utf8, out long value, out var used) && used == utf8.Length)
                return value is >= int.MinValue and <= int.MaxValue ? VtlValue.Of((int)value) : VtlValue.Of(value);

            return utf8.Length <= DigitLimit && BigInteger.TryParse(Encoding.ASCII.GetString(utf8), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big)
                ? VtlValue.Of(big)
                : default;
        }

        if (utf8.Length > 18 && JavaDecimal.Parse(Encoding.ASCII.GetString(utf8)) is { } exact)
            return VtlValue.Of(exact);

        return Utf8Parser.TryParse(utf8, out double number, out var length) && length == utf8.Length ? VtlValue.Of(number) : default;
    }

    /// <summary>Whether a document's number prints as it is written there.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8)
    {
        var point = utf8.IndexOf((byte)'.');
        if (utf8.IndexOfAny((byte)'e', (byte)'E') >= 0)
            return false;

        if (point < 0)
            return !utf8.SequenceEqual("-0"u8) && utf8.Length <= DigitLimit;

        // Up to fifteen digits a decimal is its own shortest form; Java writes 1.0, not 1.00, and no exponent from 0.001 to 10,000,000.
        return utf8.Length <= 16 && point <= 7 && (utf8[^1] != (byte)'0' || point == utf8.Length - 2) && !(utf8[0] is (byte)'0' or (byte)'-');
    }

    /// <summary>Java's <c>Double.toString</c>.</summary>
    public static string ToString(double value)
    {
        if (double.IsNaN(value))
            return "NaN";

        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";

        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";

        var round = value.ToString("R", CultureInfo.InvariantCulture);
        Digits(round, out var isNegative, out var digits, out var exponent);
        var magnitude = Math.Abs(value);
        var sign = isNegative ? "-" : "";
        if (magnitude is >= 1e-3 and < 1e7)
        {
            if (exponent < 0)
                return sign + "0." + new string('0', -exponent - 1) + digits;

            var whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
            var fraction = digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0";
            return sign + whole + "." + fraction;
        }

        return sign + digits[..1] + "." + (digits.Length > 1 ? digits[1..] : "0") + "E" + exponent.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The significant digits of the shortest form, and the power of ten of the first one.</summary>
    private static void Digits(string text, out bool isNegative, out string digits, out int exponent)
    {
        isNegative = text[0] == '-';
        var rest = text.AsSpan(isNegative ? 1 : 0);
        var shift = 0;
        var e = rest.IndexOf('E');
        if (e >= 0)
        {
            shift = int.Parse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            rest = rest[..e];
        }

        var point = rest.IndexOf('.');
        var all = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        var leading = 0;
        while (leading < all.Length - 1 && all[leading] == '0')
            leading++;

        exponent = (point < 0 ? rest.Length : point) - 1 - leading + shift;
        digits = all[leading..].TrimEnd('0');
        if (digits.Length == 0)
            digits = "0";
    }
}
