using System.Numerics;

namespace Portico.Json;

/// <summary>
/// A JSON number read exactly from its text: digits without leading or trailing zeros, and the power of ten of the last one. Numbers of
/// any length are compared in the time it takes to read them, without allocating.
/// </summary>
internal readonly ref struct JsonNumber
{
    // Beyond this an exponent only has to stay ordered; nothing is computed from it.
    private const long ExponentLimit = 1L << 60;

    private readonly ReadOnlySpan<byte> _text;   // the digits, possibly with one '.' in between
    private readonly int _point;                 // index of the '.' in _text, or -1

    public JsonNumber(ReadOnlySpan<byte> utf8)
    {
        IsNegative = utf8.Length > 0 && utf8[0] == (byte)'-';
        if (IsNegative)
            utf8 = utf8[1..];

        long exponent = 0;
        var e = utf8.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            exponent = ReadExponent(utf8[(e + 1)..]);
            utf8 = utf8[..e];
        }

        var point = utf8.IndexOf((byte)'.');
        if (point >= 0)
            exponent -= utf8.Length - point - 1;

        // Trailing zeros move into the exponent. A point on the way costs nothing: it was counted above.
        var end = utf8.Length;
        while (end > 0 && (utf8[end - 1] == (byte)'0' || utf8[end - 1] == (byte)'.'))
        {
            if (utf8[end - 1] == (byte)'0')
                exponent++;

            end--;
        }

        var start = 0;
        while (start < end && (utf8[start] == (byte)'0' || utf8[start] == (byte)'.'))
            start++;

        _text = utf8[start..end];
        _point = _text.IndexOf((byte)'.');
        Digits = _text.Length - (_point >= 0 ? 1 : 0);
        IsZero = Digits == 0;
        Exponent = IsZero ? 0 : exponent;
        if (IsZero)
            IsNegative = false;
    }

    public bool IsNegative { get; }

    public bool IsZero { get; }

    /// <summary>How many digits are significant.</summary>
    public int Digits { get; }

    /// <summary>The power of ten of the last significant digit.</summary>
    public long Exponent { get; }

    /// <summary>Written without point and exponent: what JSON Schema draft 4 calls an integer.</summary>
    public static bool IsIntegerText(ReadOnlySpan<byte> utf8) => utf8.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    public int CompareTo(JsonNumber other)
    {
        if (IsNegative != other.IsNegative)
            return IsNegative ? -1 : 1;

        var magnitude = CompareMagnitude(other);
        return IsNegative ? -magnitude : magnitude;
    }

    /// <summary>Whether this is a whole multiple of <paramref name="divisor"/>, which is greater than zero.</summary>
    /// <param name="divisorDigits">The significant digits of <paramref name="divisor"/> as an integer.</param>
    public bool IsMultipleOf(JsonNumber divisor, BigInteger divisorDigits)
    {
        if (IsZero)
            return true;

        // X*10^x is a multiple of D*10^d when D divides X*10^(x-d). X has no factor ten, so x < d can never be.
        var shift = Exponent - divisor.Exponent;
        if (shift < 0)
            return false;

        if (divisorDigits <= uint.MaxValue)
        {
            // Small divisors, the usual ones, fit the machine word.
            var small = (ulong)divisorDigits;
            ulong remainder = 0;
            for (var i = 0; i < Digits; i++)
                remainder = ((remainder * 10) + Digit(i)) % small;

            for (ulong power = 10 % small, left = (ulong)shift; left > 0 && remainder != 0; left >>= 1, power = power * power % small)
            {
                if ((left & 1) != 0)
                    remainder = remainder * power % small;
            }

            return remainder == 0;
        }

        var big = BigInteger.Zero;
        for (var i = 0; i < Digits; i++)
            big = ((big * 10) + Digit(i)) % divisorDigits;

        return (big * BigInteger.ModPow(10, shift, divisorDigits) % divisorDigits).IsZero;
    }

    /// <summary>The significant digits as an integer, for numbers of a schema (their length is bounded by the schema).</summary>
    public BigInteger DigitsAsInteger()
    {
        var value = BigInteger.Zero;
        for (var i = 0; i < Digits; i++)
            value = (value * 10) + Digit(i);

        return value;
    }

    /// <summary>The same for every spelling of one value.</summary>
    public int ValueHash()
    {
        var hash = default(HashCode);
        hash.Add(IsNegative);
        hash.Add(Exponent);
        for (var i = 0; i < Digits; i++)
            hash.Add(Digit(i));

        return hash.ToHashCode();
    }

    private byte Digit(int i) => (byte)(_text[_point >= 0 && i >= _point ? i + 1 : i] - '0');

    private int CompareMagnitude(JsonNumber other)
    {
        if (IsZero || other.IsZero)
            return other.IsZero.CompareTo(IsZero);

        var byPlace = (Exponent + Digits).CompareTo(other.Exponent + other.Digits);
        if (byPlace != 0)
            return byPlace;

        var common = Math.Min(Digits, other.Digits);
        for (var i = 0; i < common; i++)
        {
            var byDigit = Digit(i).CompareTo(other.Digit(i));
            if (byDigit != 0)
                return byDigit;
        }

        return Digits.CompareTo(other.Digits);
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var negative = text.Length > 0 && text[0] == (byte)'-';
        long value = 0;
        foreach (var b in text)
        {
            if (b is (byte)'-' or (byte)'+')
                continue;

            value = Math.Min((value * 10) + (b - '0'), ExponentLimit / 100);
        }

        return negative ? -value : value;
    }
}
