using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>==</c>, <c>!=</c>, <c>&lt;</c> and its kin. Only numbers have an order.</summary>
internal sealed class Comparison(TokenKind @operator, Expression left, Expression right) : Expression
{
    public override VtlValue Evaluate(RenderingState state) => VtlValue.Of(IsTrue(state));

    public override bool IsTrue(RenderingState state)
    {
        state.Step();
        var a = left.Evaluate(state);
        var b = right.Evaluate(state);
        if (@operator == TokenKind.Equal)
            return AreEqual(state, a, b);

        if (@operator == TokenKind.NotEqual)
            return !AreEqual(state, a, b);

        a = JavaNumbers.Normalize(a);
        b = JavaNumbers.Normalize(b);
        if (a.IsNull || b.IsNull)
            return false;

        var order = Arithmetic.Compare(a, b);
        return @operator switch
        {
            TokenKind.Less => order < 0,
            TokenKind.LessOrEqual => order <= 0,
            TokenKind.Greater => order > 0,
            _ => order >= 0,
        };
    }

    public override void WriteSource(StringBuilder target)
    {
        left.WriteSource(target);
        target.Append(@operator switch
        {
            TokenKind.Equal => " == ",
            TokenKind.NotEqual => " != ",
            TokenKind.Less => " < ",
            TokenKind.LessOrEqual => " <= ",
            TokenKind.Greater => " > ",
            _ => " >= ",
        });
        right.WriteSource(target);
    }

    /// <summary>Numbers by value, things of one class by <c>equals</c>, all others by their text forms.</summary>
    private static bool AreEqual(RenderingState state, in VtlValue a, in VtlValue b)
    {
        if (a.Kind == VtlKind.String && b.Kind == VtlKind.String)
            return a.Text == b.Text;

        if (a.Kind == VtlKind.Null || b.Kind == VtlKind.Null)
            return a.Kind == b.Kind;

        var x = JavaNumbers.Normalize(a);
        var y = JavaNumbers.Normalize(b);
        if (!x.IsNull && !y.IsNull)
            return Arithmetic.Compare(x, y) == 0;

        x = state.Resolve(a);
        y = state.Resolve(b);
        var family = FamilyOf(x);
        if (family == FamilyOf(y) && family is not (VtlKind.Null or VtlKind.String))
            return JavaEquality.Equals(x, y, state.Edits);

        return string.Equals(state.TextOf(x), state.TextOf(y), StringComparison.Ordinal);
    }

    /// <summary>Null for what shares its class with nothing here.</summary>
    private static VtlKind FamilyOf(in VtlValue value) => value.Kind switch
    {
        VtlKind.Json => value.Json.ValueKind switch
        {
            System.Text.Json.JsonValueKind.Object => VtlKind.Map,
            System.Text.Json.JsonValueKind.Array => VtlKind.List,
            System.Text.Json.JsonValueKind.String => VtlKind.String,
            _ => VtlKind.Null,
        },
        VtlKind.List => value.List.ListKind is VtlListKind.List or VtlListKind.Json ? VtlKind.List : VtlKind.Null,
        _ => value.Kind,
    };
}
