using System.Globalization;
using System.Numerics;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;
using static Portico.Vtl.Methods.JavaType;

namespace Portico.Vtl.Methods;

/// <summary>The methods of Java's numbers, also those that Java has on the classes: templates say <c>#set($Integer = 0)$Integer.parseInt("5")</c>.</summary>
internal static class NumberMethods
{
    public static MethodTable<VtlValue> Table { get; } = new(
    [
        new("abs", [], (state, self, a) => IsBig(self) ? Arithmetic.Compare(self, VtlValue.Of(0)) < 0 ? Arithmetic.Subtract(VtlValue.Of(0), self) : self : default),
        new("add", [Number], (state, self, a) => IsBig(self) ? Arithmetic.Add(self, a[0].Numeric()) : default),
        new("bitCount", [Int], (state, self, a) => VtlValue.Of(BitOperations.PopCount((uint)a[0].Numeric().Integer))),
        new("byteValue", [], (state, self, a) => VtlValue.Of((int)unchecked((sbyte)Arithmetic.ToLong(self)))),
        new("compare", [Number, Number], (state, self, a) => VtlValue.Of(Arithmetic.Compare(a[0].Numeric(), a[1].Numeric()))),
        new("compareTo", [Number], (state, self, a) => a[0].Numeric().Kind == self.Kind ? VtlValue.Of(Arithmetic.Compare(self, a[0].Numeric())) : default),
        new("divide", [Number], (state, self, a) => IsBig(self) ? NotByZero(Arithmetic.Divide(self, a[0].Numeric())) : default),
        new("doubleValue", [], (state, self, a) => VtlValue.Of(Arithmetic.ToDouble(self))),
        new("equals", [JavaType.Object], (state, self, a) => VtlValue.Of(JavaEquality.Equals(self, a[0], state.Edits))),
        new("floatValue", [], (state, self, a) => VtlValue.Of(double.Parse(((float)Arithmetic.ToDouble(self)).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))),
        new("hashCode", [], (state, self, a) => VtlValue.Of(JavaEquality.HashCode(self, null))),
        new("intValue", [], (state, self, a) => VtlValue.Of(self.Kind == VtlKind.Double ? (int)Math.Clamp(Arithmetic.ToLong(self), int.MinValue, int.MaxValue) : unchecked((int)Arithmetic.ToLong(self)))),
        new("isInfinite", [], (state, self, a) => self.Kind == VtlKind.Double ? VtlValue.Of(double.IsInfinity(self.Double)) : default),
        new("isNaN", [], (state, self, a) => self.Kind == VtlKind.Double ? VtlValue.Of(double.IsNaN(self.Double)) : default),
        new("longValue", [], (state, self, a) => VtlValue.Of(Arithmetic.ToLong(self))),
        new("max", [Number, Number], (state, self, a) => Arithmetic.Compare(a[0].Numeric(), a[1].Numeric()) >= 0 ? a[0].Numeric() : a[1].Numeric()),
        new("min", [Number, Number], (state, self, a) => Arithmetic.Compare(a[0].Numeric(), a[1].Numeric()) <= 0 ? a[0].Numeric() : a[1].Numeric()),
        new("mod", [Number], (state, self, a) => self.Kind == VtlKind.BigInteger ? NotByZero(Arithmetic.Modulo(self, a[0].Numeric())) : default),
        new("multiply", [Number], (state, self, a) => IsBig(self) ? Arithmetic.Multiply(self, a[0].Numeric()) : default),
        new("negate", [], (state, self, a) => IsBig(self) ? Arithmetic.Subtract(VtlValue.Of(0), self) : default),
        new("parseDouble", [JavaType.String], (state, self, a) => self.Kind == VtlKind.Double ? VtlValue.Of(ParseDouble(state.TextOf(a[0]))) : default),
        new("parseInt", [JavaType.String], (state, self, a) => self.Kind == VtlKind.Integer ? VtlValue.Of((int)Parse(state, a[0], 10, int.MinValue, int.MaxValue)) : default),
        new("parseInt", [JavaType.String, Int], (state, self, a) => self.Kind == VtlKind.Integer ? VtlValue.Of((int)Parse(state, a[0], a[1].Numeric().Integer, int.MinValue, int.MaxValue)) : default),
        new("parseLong", [JavaType.String], (state, self, a) => self.Kind == VtlKind.Long ? VtlValue.Of((long)Parse(state, a[0], 10, long.MinValue, long.MaxValue)) : default),
        new("parseLong", [JavaType.String, Int], (state, self, a) => self.Kind == VtlKind.Long ? VtlValue.Of((long)Parse(state, a[0], a[1].Numeric().Integer, long.MinValue, long.MaxValue)) : default),
        new("shortValue", [], (state, self, a) => VtlValue.Of((int)unchecked((short)Arithmetic.ToLong(self)))),
        new("signum", [Number], (state, self, a) => VtlValue.Of(Arithmetic.Compare(a[0].Numeric(), VtlValue.Of(0)))),
        new("subtract", [Number], (state, self, a) => IsBig(self) ? Arithmetic.Subtract(self, a[0].Numeric()) : default),
        new("sum", [Number, Number], (state, self, a) => Arithmetic.Add(a[0].Numeric(), a[1].Numeric())),
        new("toBinaryString", [JavaType.Long], (state, self, a) => VtlValue.Of(Bits(self, a[0].Numeric()).ToString("b", CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } text ? text : "0")),
        new("toHexString", [JavaType.Long], (state, self, a) => VtlValue.Of(Bits(self, a[0].Numeric()).ToString("x", CultureInfo.InvariantCulture))),
        new("toString", [], (state, self, a) => VtlValue.Of(state.TextOf(self))),
        new("toString", [Number], (state, self, a) => VtlValue.Of(state.TextOf(a[0].Numeric()))),
        new("valueOf", [JavaType.String], ValueOf),
        new("valueOf", [Number], (state, self, a) => a[0].Numeric()),
    ]);

    private static VtlValue Numeric(this in VtlValue value) => JavaNumbers.Normalize(value);

    private static bool IsBig(in VtlValue value) => value.Kind is VtlKind.BigInteger or VtlKind.BigDecimal;

    private static ulong Bits(in VtlValue self, in VtlValue number) => self.Kind == VtlKind.Long ? unchecked((ulong)number.Integer) : unchecked((uint)number.Integer);

    private static VtlValue NotByZero(in VtlValue value) => value.IsNull ? throw RenderingFailure.Runtime("a number cannot be divided by zero") : value;

    private static VtlValue ValueOf(RenderingState state, VtlValue self, ReadOnlySpan<VtlValue> arguments) => self.Kind switch
    {
        VtlKind.Integer => VtlValue.Of((int)Parse(state, arguments[0], 10, int.MinValue, int.MaxValue)),
        VtlKind.Long => VtlValue.Of((long)Parse(state, arguments[0], 10, long.MinValue, long.MaxValue)),
        VtlKind.Double => VtlValue.Of(ParseDouble(state.TextOf(arguments[0]))),
        _ => default,
    };

    private static BigInteger Parse(RenderingState state, in VtlValue value, long radix, BigInteger least, BigInteger most)
    {
        var text = state.TextOf(value);
        var digits = text.AsSpan(text.Length > 0 && text[0] is '-' or '+' ? 1 : 0);
        var number = BigInteger.Zero;
        var isNumber = digits.Length is > 0 and <= 64 && radix is >= 2 and <= 36;
        foreach (var c in isNumber ? digits : default)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10 : 99;
            isNumber &= digit < radix;
            number = (number * radix) + digit;
        }

        if (text.StartsWith('-'))
            number = -number;

        return isNumber && number >= least && number <= most ? number : throw RenderingFailure.Runtime("a string to be read as a number is none");
    }

    private static double ParseDouble(string text)
    {
        // Java allows blanks around it and a letter for the type after it.
        var trimmed = JavaText.Trim(text);
        if (trimmed is "NaN" or "Infinity" or "-Infinity" or "+Infinity")
            return trimmed switch { "NaN" => double.NaN, "-Infinity" => double.NegativeInfinity, _ => double.PositiveInfinity };

        if (trimmed.Length > 1 && trimmed[^1] is 'd' or 'D' or 'f' or 'F')
            trimmed = trimmed[..^1];

        return double.TryParse(trimmed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RenderingFailure.Runtime("a string to be read as a number is none");
    }
}
