using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>[1..5]</c>, also downwards.</summary>
internal sealed class RangeLiteral(Expression from, Expression to) : Expression
{
    /// <summary>The bounds, or null when one of them is no integer: then there is no list.</summary>
    public (int From, int To)? Bounds(RenderingState state)
    {
        var first = JavaNumbers.Normalize(from.Evaluate(state));
        var last = JavaNumbers.Normalize(to.Evaluate(state));
        return IsNumber(first) && IsNumber(last) ? (unchecked((int)Arithmetic.ToLong(first)), unchecked((int)Arithmetic.ToLong(last))) : null;
    }

    public override VtlValue Evaluate(RenderingState state)
    {
        if (Bounds(state) is not var (first, last))
            return default;

        var count = Math.Abs((long)last - first) + 1;
        state.Charge(count);
        var list = new VtlList(VtlListKind.List, (int)count);
        var step = last >= first ? 1 : -1;
        for (var i = 0; i < count; i++)
            list.Items.Add(VtlValue.Of(first + (i * step)));

        return VtlValue.Of(list);
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append('[');
        from.WriteSource(target);
        target.Append(" .. ");
        to.WriteSource(target);
        target.Append(']');
    }

    private static bool IsNumber(in VtlValue value) => !value.IsNull;
}
