using Portico.Vtl.Syntax.Statements;
using Portico.Vtl.Values;

namespace Portico.Vtl.Rendering;

/// <summary>What <c>#define</c> assigns: rendered anew wherever its text is wanted, with the variables as they are then.</summary>
internal sealed class DefinedBlock(Block block, RenderingState state, MacroFrame? frame, string literal) : VtlObject
{
    // Velocity lets a definition contain itself once and prints its name within that.
    private const int SelfLimit = 2;

    private int _open;

    public override void WriteText(VtlOutput output)
    {
        if (_open >= SelfLimit)
        {
            output.Write(literal.AsSpan());
            return;
        }

        state.Enter(literal);
        _open++;
        var inner = state.Frame;
        var before = state.Redirect(output);
        state.Frame = frame;
        try
        {
            var flow = block.Render(state);
            if (flow == Flow.Stop || (flow == Flow.Break && state.BreakTarget is not null))
                throw new FlowSignal(flow);
        }
        finally
        {
            state.Redirect(before);
            state.Frame = inner;
            state.Depth--;
            _open--;
        }
    }
}
