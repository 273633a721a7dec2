using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#break</c>, <c>#break($foreach.parent)</c></summary>
internal sealed class BreakStatement(Expression? scope, string source, int offset) : Statement
{
    public override Flow Render(RenderingState state)
    {
        state.Step();
        state.BreakTarget = null;
        if (scope is not null)
        {
            var target = scope.Evaluate(state);
            state.Position = offset;
            state.BreakTarget = target.Kind == VtlKind.Object && target.Object is ForeachLoop loop
                ? loop
                : throw RenderingFailure.Runtime("#break ends a loop: write $foreach or $foreach.parent between its parentheses");
        }

        return Flow.Break;
    }

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
