using System.Globalization;
using System.Text.RegularExpressions;

namespace Portico.Definitions.Text;

/// <summary>The core schema of YAML 1.2: what an unquoted scalar is. So <c>yes</c>, <c>on</c> and <c>2026-01-31</c> are texts.</summary>
/// <seealso href="https://yaml.org/spec/1.2.2/#103-core-schema"/>
internal static partial class PlainScalar
{
    public static SourceKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => SourceKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => SourceKind.Boolean,
        _ when Integer().IsMatch(text) => SourceKind.Integer,
        _ when Number().IsMatch(text) => SourceKind.Number,
        _ => SourceKind.String,
    };

    /// <summary>The text of a scalar of that kind as JSON has it; null for the numbers JSON does not have (<c>.inf</c>, <c>.nan</c>).</summary>
    public static string? ToJson(SourceKind kind, string text) => kind switch
    {
        SourceKind.Null => "null",
        SourceKind.Boolean => text.ToLowerInvariant(),
        _ when JsonNumber().IsMatch(text) => text,
        _ when text.StartsWith("0x", StringComparison.Ordinal) => Radix(text[2..], 16),
        _ when text.StartsWith("0o", StringComparison.Ordinal) => Radix(text[2..], 8),
        _ => Repaired(text),
    };

    private static string Radix(string digits, int radix)
    {
        var value = System.Numerics.BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + (char.IsAsciiDigit(digit) ? digit - '0' : char.ToLowerInvariant(digit) - 'a' + 10);
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    // "+1", "007", ".5" and "1." are numbers of YAML and none of JSON. The digits are kept: a schema's bounds must not be rounded.
    private static string? Repaired(string text)
    {
        var sign = text[0] is '-' ? "-" : "";
        var body = text.TrimStart('+', '-');
        var exponentAt = body.AsSpan().IndexOfAny('e', 'E');
        var exponent = exponentAt < 0 ? "" : body[exponentAt..];
        var mantissa = exponentAt < 0 ? body : body[..exponentAt];
        var parts = mantissa.Split('.');
        var whole = parts[0].TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        var repaired = sign + whole + (parts is [_, { Length: > 0 } fraction] ? "." + fraction : "") + exponent;
        return JsonNumber().IsMatch(repaired) ? repaired : null;
    }

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();
}
