using System.Globalization;
using System.Numerics;

namespace Portico.Vtl.Values;

/// <summary>Java's <c>BigDecimal</c>: digits and the number of them after the point.</summary>
internal sealed record JavaDecimal(BigInteger Unscaled, int Scale)
{
    // Beyond this many digits a value is refused rather than computed with.
    private const int DigitLimit = 10_000;

    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    public static JavaDecimal? Parse(ReadOnlySpan<char> text)
    {
        var exponent = 0;
        var e = text.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > DigitLimit)
                return null;

            text = text[..e];
        }

        var point = text.IndexOf('.');
        var scale = point < 0 ? 0 : text.Length - point - 1;
        var digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        if (digits.Length > DigitLimit || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled))
            return null;

        return new JavaDecimal(unscaled, scale - exponent);
    }

    /// <summary>The exact value of the double, or null when it is none.</summary>
    public static JavaDecimal? Of(double value)
    {
        if (!double.IsFinite(value))
            return null;

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        mantissa = exponent == 0 ? mantissa << 1 : mantissa | 0x10000000000000L;
        exponent -= 1075;
        if (mantissa == 0)
            return new JavaDecimal(BigInteger.Zero, 0);

        while ((mantissa & 1) == 0)
        {
            mantissa >>= 1;
            exponent++;
        }

        var digits = new BigInteger(bits < 0 ? -mantissa : mantissa);
        return exponent >= 0
            ? new JavaDecimal(digits << exponent, 0)
            : new JavaDecimal(digits * BigInteger.Pow(5, -exponent), -exponent);
    }

    public JavaDecimal Add(JavaDecimal other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return new JavaDecimal(Rescaled(scale) + other.Rescaled(scale), scale);
    }

    public JavaDecimal Negate() => new(-Unscaled, Scale);

    public JavaDecimal Multiply(JavaDecimal other) => new(Unscaled * other.Unscaled, Scale + other.Scale);

    /// <summary>Divides to the scale of this value, halves towards zero.</summary>
    public JavaDecimal Divide(JavaDecimal other)
    {
        var shift = other.Scale;
        var dividend = shift >= 0 ? Unscaled * BigInteger.Pow(10, shift) : Unscaled;
        var divisor = shift >= 0 ? other.Unscaled : other.Unscaled * BigInteger.Pow(10, -shift);
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        if (BigInteger.Abs(remainder) * 2 > BigInteger.Abs(divisor))
            quotient += dividend.Sign * divisor.Sign;

        return new JavaDecimal(quotient, Scale);
    }

    /// <summary>Rounded to so many digits after the point, halves away from zero.</summary>
    public JavaDecimal Round(int scale)
    {
        if (scale >= Scale)
            return new JavaDecimal(Rescaled(scale), scale);

        var divisor = BigInteger.Pow(10, Scale - scale);
        var quotient = BigInteger.DivRem(Unscaled, divisor, out var remainder);
        if (BigInteger.Abs(remainder) * 2 >= divisor)
            quotient += Unscaled.Sign;

        return new JavaDecimal(quotient, scale);
    }

    public int CompareTo(JavaDecimal other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return Rescaled(scale).CompareTo(other.Rescaled(scale));
    }

    /// <summary>Digits and point, without an exponent.</summary>
    public string ToPlainString()
    {
        if (Scale <= 0)
            return Rescaled(0).ToString(CultureInfo.InvariantCulture);

        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return (Unscaled.Sign < 0 ? "-" : "") + digits[..^Scale] + "." + digits[^Scale..];
    }

    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        var adjusted = digits.Length - 1L - Scale;
        if (Scale >= 0 && adjusted >= -6)
            return ToPlainString();

        var text = digits.Length > 1 ? digits[..1] + "." + digits[1..] : digits;
        var exponent = adjusted == 0 ? "" : "E" + (adjusted > 0 ? "+" : "") + adjusted.ToString(CultureInfo.InvariantCulture);
        return (Unscaled.Sign < 0 ? "-" : "") + text + exponent;
    }

    private BigInteger Rescaled(int scale) => scale == Scale ? Unscaled : Unscaled * BigInteger.Pow(10, scale - Scale);
}
