using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Statements;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary>A string in double quotes with references or directives: a template of its own.</summary>
/// <param name="dropsLast">Whether a blank was added to its end for the parser, to be taken off the result again.</param>
internal sealed class InterpolatedString(Block block, bool dropsLast, string image) : Expression
{
    public override VtlValue Evaluate(RenderingState state)
    {
        var capture = state.BeginCapture();
        Flow flow;
        try
        {
            flow = block.Render(state);
        }
        catch (FlowSignal)
        {
            state.EndCapture(capture);
            throw;
        }

        var text = state.EndCapture(capture);
        if (flow != Flow.Next)
            throw new FlowSignal(flow);

        return VtlValue.Of(dropsLast && text.Length > 0 ? text[..^1] : text);
    }

    public override void WriteSource(StringBuilder target) => target.Append(image);
}
