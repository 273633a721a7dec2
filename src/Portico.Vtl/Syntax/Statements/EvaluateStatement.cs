using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#evaluate("..")</c>: the text is a template, with the variables at hand.</summary>
internal sealed class EvaluateStatement(Expression argument, int offset) : Statement
{
    public override Flow Render(RenderingState state)
    {
        state.Step();
        var source = state.TextOf(argument.Evaluate(state));
        state.Position = offset;
        state.Enter("#evaluate");
        var flow = state.Parse(source, offset).Render(state);
        state.Depth--;

        // #stop ends what is evaluated, not the template.
        return flow == Flow.Stop || (flow == Flow.Break && state.BreakTarget is null) ? Flow.Next : flow;
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append("#evaluate(");
        argument.WriteSource(target);
        target.Append(")\n");
    }
}
