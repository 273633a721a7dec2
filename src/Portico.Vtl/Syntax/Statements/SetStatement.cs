using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#set($x = ..)</c>. What has no value assigns nothing.</summary>
/// <param name="opening">From the blanks before it, which belong to it, to the parenthesis.</param>
internal sealed class SetStatement(string opening, Reference left, int name, Expression right) : Statement
{
    public override Flow Render(RenderingState state)
    {
        state.Step();
        var value = right.Evaluate(state);
        if (!value.IsNull)
            left.Assign(state, name, value);

        return Flow.Next;
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append(opening);
        left.WriteSource(target);
        target.Append(" = ");
        right.WriteSource(target);
        target.Append(")\n");
    }
}
