using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>x &amp;&amp; y</c>, <c>x || y</c>; the right side is asked only when it matters.</summary>
internal sealed class Logic(bool isAnd, Expression left, Expression right) : Expression
{
    public override VtlValue Evaluate(RenderingState state) => VtlValue.Of(IsTrue(state));

    public override bool IsTrue(RenderingState state)
    {
        state.Step();
        return isAnd ? left.IsTrue(state) && right.IsTrue(state) : left.IsTrue(state) || right.IsTrue(state);
    }

    public override void WriteSource(StringBuilder target)
    {
        left.WriteSource(target);
        target.Append(isAnd ? " && " : " || ");
        right.WriteSource(target);
    }
}
