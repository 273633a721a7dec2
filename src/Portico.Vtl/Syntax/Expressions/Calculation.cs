using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>+ - * / %</c>. With a string <c>+</c> joins; what cannot be computed is null.</summary>
internal sealed class Calculation(TokenKind @operator, Expression left, Expression right, string rightSource) : Expression
{
    public override string NullText => rightSource;

    public override VtlValue Evaluate(RenderingState state)
    {
        state.Step();
        var a = left.Evaluate(state);
        var b = right.Evaluate(state);
        if (@operator == TokenKind.Plus && (IsString(a) || IsString(b)))
        {
            // Velocity joins the source text of a side that has no value.
            var x = a.IsNull ? left.NullText : state.TextOf(a);
            var y = b.IsNull ? right.NullText : state.TextOf(b);
            state.Charge(x.Length + (long)y.Length);
            return VtlValue.Of(x + y);
        }

        a = JavaNumbers.Normalize(a);
        b = JavaNumbers.Normalize(b);
        if (a.IsNull || b.IsNull)
            return default;

        return @operator switch
        {
            TokenKind.Plus => Arithmetic.Add(a, b),
            TokenKind.Minus => Arithmetic.Subtract(a, b),
            TokenKind.Multiply => Arithmetic.Multiply(a, b),
            TokenKind.Divide => Arithmetic.Divide(a, b),
            _ => Arithmetic.Modulo(a, b),
        };
    }

    public override void WriteSource(StringBuilder target)
    {
        left.WriteSource(target);
        target.Append(@operator switch
        {
            TokenKind.Plus => " + ",
            TokenKind.Minus => " - ",
            TokenKind.Multiply => " * ",
            TokenKind.Divide => " / ",
            _ => " % ",
        });
        right.WriteSource(target);
    }

    private static bool IsString(in VtlValue value) =>
        value.Kind == VtlKind.String || (value.Kind == VtlKind.Json && value.Json.ValueKind == System.Text.Json.JsonValueKind.String);
}
