using System.Globalization;
using System.Numerics;
using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>Java's <c>String.format</c>, but for dates.</summary>
internal static class JavaFormat
{
    private const int WidthLimit = 10_000;

    public static string Format(RenderingState state, string format, ReadOnlySpan<VtlValue> arguments)
    {
        var result = new StringBuilder();
        var ordinary = 0;
        var last = -1;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            var spec = Specifier.Read(format, ref i);
            if (spec.Conversion == 'n')
            {
                result.Append('\n');
                continue;
            }

            if (spec.Conversion == '%')
            {
                result.Append(Pad("%", spec));
                continue;
            }

            var index = spec.Flags.Contains('<') ? last : spec.Index > 0 ? spec.Index - 1 : ordinary++;
            if (index < 0 || index >= arguments.Length)
                throw RenderingFailure.Runtime($"format needs an argument for %{spec.Conversion}");

            last = index;
            state.Step();
            var text = Convert(state, spec, arguments[index]);
            state.Charge(text.Length);
            result.Append(text);
        }

        state.Charge(format.Length);
        return result.ToString();
    }

    private static string Convert(RenderingState state, Specifier spec, in VtlValue value)
    {
        var conversion = char.ToLowerInvariant(spec.Conversion);
        if (value.IsNull)
            return Finish("null", spec);

        var number = JavaNumbers.Normalize(value);
        switch (conversion)
        {
            case 's':
                return Finish(Cut(state.TextOf(value), spec), spec);

            case 'b':
                return Finish(Cut(value.Kind == VtlKind.Boolean && !value.Boolean ? "false" : "true", spec), spec);

            case 'h':
                return Finish(Cut(JavaEquality.HashCode(value, state.Edits).ToString("x", CultureInfo.InvariantCulture), spec), spec);

            case 'c' when value.Kind == VtlKind.Character:
                return Finish(value.Character.ToString(), spec);

            case 'c' when number.Kind == VtlKind.Integer && number.Integer is >= 0 and <= 0x10FFFF:
                return Finish(JavaText.OfCodePoint(number.Integer), spec);

            case 'd' when number.Kind is VtlKind.Integer or VtlKind.Long or VtlKind.BigInteger:
                return Signed(number.Kind == VtlKind.BigInteger ? number.BigInteger : number.Integer, spec);

            case 'x' or 'o' when number.Kind is VtlKind.Integer or VtlKind.Long or VtlKind.BigInteger:
                return Based(number, conversion, spec);

            case 'f' or 'e' or 'g' when number.Kind is VtlKind.Double or VtlKind.BigDecimal:
                return Decimal(number, conversion, spec);

            default:
                throw RenderingFailure.Runtime($"format: %{spec.Conversion} does not fit its argument");
        }
    }

    private static string Signed(BigInteger value, Specifier spec)
    {
        var digits = BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture);
        return Finish(Sign(value.Sign < 0, Grouped(digits, "", spec), spec), spec);
    }

    private static string Based(in VtlValue number, char conversion, Specifier spec)
    {
        // Java prints the bits of a negative int or long.
        var bits = number.Kind switch
        {
            VtlKind.Integer => new BigInteger(unchecked((uint)number.Integer)),
            VtlKind.Long => new BigInteger(unchecked((ulong)number.Integer)),
            _ => BigInteger.Abs(number.BigInteger),
        };
        var text = bits.IsZero ? "0" : conversion == 'x' ? bits.ToString("x", CultureInfo.InvariantCulture).TrimStart('0') : Octal(bits);
        if (spec.Flags.Contains('#'))
            text = (conversion == 'x' ? "0x" : "0") + text;

        if (number.Kind == VtlKind.BigInteger && number.BigInteger.Sign < 0)
            text = "-" + text;

        return Finish(spec.Flags.Contains('0') ? text.PadLeft(spec.Width, '0') : text, spec);
    }

    private static string Octal(BigInteger bits)
    {
        var text = "";
        for (; !bits.IsZero; bits >>= 3)
            text = (char)('0' + (int)(bits & 7)) + text;

        return text;
    }

    private static string Decimal(in VtlValue number, char conversion, Specifier spec)
    {
        if (number.Kind == VtlKind.Double && !double.IsFinite(number.Double))
            return Finish(double.IsNaN(number.Double) ? "NaN" : Sign(number.Double < 0, "Infinity", spec), spec with { Flags = spec.Flags.Replace("0", "", StringComparison.Ordinal) });

        // Java rounds the shortest decimal of a double, halves up.
        var exact = number.Kind == VtlKind.BigDecimal ? number.BigDecimal : JavaDecimal.Parse(number.Double.ToString("R", CultureInfo.InvariantCulture))!;
        var precision = spec.Precision < 0 ? 6 : spec.Precision;
        var isNegative = exact.Unscaled.Sign < 0 || (number.Kind == VtlKind.Double && double.IsNegative(number.Double));
        var magnitude = new JavaDecimal(BigInteger.Abs(exact.Unscaled), exact.Scale);
        if (conversion == 'g')
        {
            precision = precision == 0 ? 1 : precision;
            var value = magnitude.ToDouble();
            if (value != 0 && (value < 1e-4 || value >= Math.Pow(10, precision)))
            {
                conversion = 'e';
                precision--;
            }
            else
            {
                precision = value == 0 ? precision - 1 : precision - 1 - (int)Math.Floor(Math.Log10(value));
            }
        }

        if (conversion == 'e')
        {
            var digits = magnitude.Unscaled.ToString(CultureInfo.InvariantCulture);
            var exponent = magnitude.Unscaled.IsZero ? 0 : digits.Length - 1 - magnitude.Scale;
            var mantissa = new JavaDecimal(magnitude.Unscaled, magnitude.Unscaled.IsZero ? 0 : digits.Length - 1).Round(precision);
            if (mantissa.CompareTo(new JavaDecimal(10, 0)) >= 0)
            {
                mantissa = new JavaDecimal(mantissa.Unscaled / 10, mantissa.Scale);
                exponent++;
            }

            return Finish(Sign(isNegative, mantissa.ToPlainString() + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture), spec), spec);
        }

        var plain = magnitude.Round(precision).ToPlainString();
        var point = plain.IndexOf('.');
        return Finish(Sign(isNegative, Grouped(point < 0 ? plain : plain[..point], point < 0 ? "" : plain[point..], spec), spec), spec);
    }

    private static string Grouped(string whole, string fraction, Specifier spec)
    {
        if (!spec.Flags.Contains(','))
            return whole + fraction;

        var grouped = new StringBuilder();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
                grouped.Append(',');

            grouped.Append(whole[i]);
        }

        return grouped + fraction;
    }

    private static string Sign(bool isNegative, string text, Specifier spec)
    {
        var before = isNegative ? spec.Flags.Contains('(') ? "(" : "-" : spec.Flags.Contains('+') ? "+" : spec.Flags.Contains(' ') ? " " : "";
        var after = before == "(" ? ")" : "";
        if (spec.Flags.Contains('0'))
            text = text.PadLeft(Math.Max(0, spec.Width - before.Length - after.Length), '0');

        return before + text + after;
    }

    private static string Cut(string text, Specifier spec) => spec.Precision >= 0 && spec.Precision < text.Length ? text[..spec.Precision] : text;

    private static string Finish(string text, Specifier spec) => Pad(char.IsUpper(spec.Conversion) ? text.ToUpperInvariant() : text, spec);

    private static string Pad(string text, Specifier spec) => spec.Flags.Contains('-') ? text.PadRight(spec.Width) : text.PadLeft(spec.Width);

    /// <summary><c>%[index$][flags][width][.precision]conversion</c></summary>
    private readonly record struct Specifier(int Index, string Flags, int Width, int Precision, char Conversion)
    {
        public static Specifier Read(string format, ref int i)
        {
            i++;
            var index = 0;
            var start = i;
            var number = Number(format, ref i);
            if (number > 0 && i < format.Length && format[i] == '$' && format[start] != '0')
            {
                index = number;
                i++;
            }
            else
            {
                i = start;
            }

            var flags = i;
            while (i < format.Length && format[i] is '-' or '#' or '+' or ' ' or '0' or ',' or '(' or '<')
                i++;

            var flagText = format[flags..i];
            var width = Math.Max(0, Number(format, ref i));
            var precision = -1;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = Number(format, ref i);
                if (precision < 0)
                    throw RenderingFailure.Runtime("format: '.' needs a precision after it");
            }

            if (i >= format.Length || width > WidthLimit || precision > WidthLimit)
                throw RenderingFailure.Runtime("format: '%' begins nothing that can be formatted");

            if (flagText.AsSpan().IndexOfAny('-', '0') >= 0 && width == 0)
                throw RenderingFailure.Runtime("format: '-' and '0' need a width");

            return new Specifier(index, flagText, width, precision, format[i]);
        }

        private static int Number(string format, ref int i)
        {
            var start = i;
            while (i < format.Length && char.IsAsciiDigit(format[i]))
                i++;

            return i == start ? -1 : int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        }
    }
}
