using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#define($x) .. #end</c></summary>
internal sealed class DefineStatement(string opening, int slot, Block body, string literal) : Statement
{
    public override Flow Render(RenderingState state)
    {
        state.Step();
        state.Charge(1);
        state.Assign(slot, VtlValue.Of(new DefinedBlock(body, state, state.Frame, literal)));
        return Flow.Next;
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append(opening);
        body.WriteSource(target);
        target.Append("#end\n");
    }
}
