using System.Numerics;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Values;

/// <summary>Velocity's arithmetic: the type of the larger operand, integers grow where they would overflow. Operands are numbers already.</summary>
internal static class Arithmetic
{
    // The largest integer that a template may compute, in bits.
    private const long BitLimit = 100_000;

    private enum Base
    {
        Long,
        Double,
        BigInteger,
        BigDecimal,
    }

    public static VtlValue Add(in VtlValue left, in VtlValue right)
    {
        switch (BaseOf(left, right))
        {
            case Base.Long:
                var sum = unchecked(left.Integer + right.Integer);
                return ((sum ^ left.Integer) & (sum ^ right.Integer)) < 0
                    ? VtlValue.Of(Big(left) + Big(right))
                    : Wrap(sum, left, right);

            case Base.Double: return VtlValue.Of(ToDouble(left) + ToDouble(right));
            case Base.BigInteger: return Bounded(Big(left) + Big(right));
            default: return VtlValue.Of(Exact(left).Add(Exact(right)));
        }
    }

    public static VtlValue Subtract(in VtlValue left, in VtlValue right)
    {
        switch (BaseOf(left, right))
        {
            case Base.Long:
                var difference = unchecked(left.Integer - right.Integer);
                return ((left.Integer ^ right.Integer) & (left.Integer ^ difference)) < 0
                    ? VtlValue.Of(Big(left) - Big(right))
                    : Wrap(difference, left, right);

            case Base.Double: return VtlValue.Of(ToDouble(left) - ToDouble(right));
            case Base.BigInteger: return Bounded(Big(left) - Big(right));
            default: return VtlValue.Of(Exact(left).Add(Exact(right).Negate()));
        }
    }

    public static VtlValue Multiply(in VtlValue left, in VtlValue right)
    {
        switch (BaseOf(left, right))
        {
            case Base.Long:
                var high = Math.BigMul(left.Integer, right.Integer, out var low);
                return high == low >> 63 ? Wrap(low, left, right) : VtlValue.Of(Big(left) * Big(right));

            case Base.Double: return VtlValue.Of(ToDouble(left) * ToDouble(right));
            case Base.BigInteger: return Bounded(Big(left) * Big(right));
            default: return Bounded(Exact(left).Multiply(Exact(right)));
        }
    }

    /// <summary>Null when the divisor is zero.</summary>
    public static VtlValue Divide(in VtlValue left, in VtlValue right)
    {
        if (IsZero(right))
            return default;

        switch (BaseOf(left, right))
        {
            case Base.Long:
                // The one quotient that does not fit stays as it is in Java.
                return Wrap(right.Integer == -1 ? unchecked(-left.Integer) : left.Integer / right.Integer, left, right);

            case Base.Double: return VtlValue.Of(ToDouble(left) / ToDouble(right));
            case Base.BigInteger: return VtlValue.Of(BigInteger.Divide(Big(left), Big(right)));
            default: return VtlValue.Of(Exact(left).Divide(Exact(right)));
        }
    }

    /// <summary>Null when the divisor is zero.</summary>
    public static VtlValue Modulo(in VtlValue left, in VtlValue right)
    {
        if (IsZero(right))
            return default;

        switch (BaseOf(left, right))
        {
            case Base.Long:
                return Wrap(right.Integer == -1 ? 0 : left.Integer % right.Integer, left, right);

            case Base.Double:
                return VtlValue.Of(ToDouble(left) % ToDouble(right));

            case Base.BigInteger:
                var divisor = Big(right);
                if (divisor.Sign < 0)
                    throw RenderingFailure.Runtime("the modulus of large integers must be positive");

                var remainder = BigInteger.Remainder(Big(left), divisor);
                return VtlValue.Of(remainder.Sign < 0 ? remainder + divisor : remainder);

            default:
                throw RenderingFailure.Runtime("the modulo of decimals cannot be computed");
        }
    }

    public static int Compare(in VtlValue left, in VtlValue right)
    {
        switch (BaseOf(left, right))
        {
            case Base.Long: return left.Integer.CompareTo(right.Integer);
            case Base.BigInteger: return Big(left).CompareTo(Big(right));
            case Base.BigDecimal: return Exact(left).CompareTo(Exact(right));
            default:
                double a = ToDouble(left), b = ToDouble(right);
                return a < b ? -1 : a > b ? 1 : 0;
        }
    }

    public static double ToDouble(in VtlValue number) => number.Kind switch
    {
        VtlKind.Double => number.Double,
        VtlKind.BigInteger => (double)number.BigInteger,
        VtlKind.BigDecimal => number.BigDecimal.ToDouble(),
        _ => number.Integer,
    };

    /// <summary>Java's narrowing: cut for integers, saturated for decimals.</summary>
    public static long ToLong(in VtlValue number) => number.Kind switch
    {
        VtlKind.Double => double.IsNaN(number.Double) ? 0 : number.Double >= long.MaxValue ? long.MaxValue : number.Double <= long.MinValue ? long.MinValue : (long)number.Double,
        VtlKind.BigInteger => unchecked((long)(ulong)(number.BigInteger & ulong.MaxValue)),
        VtlKind.BigDecimal => ToLong(VtlValue.Of(number.BigDecimal.ToDouble())),
        _ => number.Integer,
    };

    public static JavaDecimal Exact(in VtlValue number) => number.Kind switch
    {
        VtlKind.BigDecimal => number.BigDecimal,
        VtlKind.BigInteger => new JavaDecimal(number.BigInteger, 0),
        VtlKind.Double => JavaDecimal.Of(number.Double) ?? throw RenderingFailure.Runtime("infinity and NaN are no decimals"),
        _ => new JavaDecimal(number.Integer, 0),
    };

    private static BigInteger Big(in VtlValue number) => number.Kind == VtlKind.BigInteger ? number.BigInteger : number.Integer;

    private static bool IsZero(in VtlValue number) => number.Kind switch
    {
        VtlKind.Double => number.Double == 0,
        VtlKind.BigInteger => number.BigInteger.IsZero,
        VtlKind.BigDecimal => number.BigDecimal.Unscaled.IsZero,
        _ => number.Integer == 0,
    };

    private static Base BaseOf(in VtlValue left, in VtlValue right)
    {
        VtlKind l = left.Kind, r = right.Kind;
        if (l <= VtlKind.Long && r <= VtlKind.Long)
            return Base.Long;

        if (l == VtlKind.BigDecimal || r == VtlKind.BigDecimal)
            return Base.BigDecimal;

        if (l == VtlKind.Double || r == VtlKind.Double)
            return l == VtlKind.BigInteger || r == VtlKind.BigInteger ? Base.BigDecimal : Base.Double;

        return Base.BigInteger;
    }

    private static VtlValue Wrap(long value, in VtlValue left, in VtlValue right) =>
        left.Kind == VtlKind.Long || right.Kind == VtlKind.Long || value is < int.MinValue or > int.MaxValue ? VtlValue.Of(value) : VtlValue.Of((int)value);

    private static VtlValue Bounded(BigInteger value) =>
        value.GetBitLength() > BitLimit ? throw RenderingFailure.Limit("an integer is larger than allowed") : VtlValue.Of(value);

    private static VtlValue Bounded(JavaDecimal value) =>
        value.Unscaled.GetBitLength() > BitLimit || Math.Abs((long)value.Scale) > 20_000 ? throw RenderingFailure.Limit("a decimal has more digits than allowed") : VtlValue.Of(value);
}
