using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#macro(name $a $b) .. #end</c>; known to the whole template from the start, wherever it stands.</summary>
internal sealed class MacroDefinition(string opening, string name, int[] parameters, Block body, int bodyContent) : Statement
{
    public string Name { get; } = name;

    public override Flow Render(RenderingState state) => Flow.Next;

    /// <summary>Renders the body with these arguments; a parameter without one is what it is outside.</summary>
    public Flow Call(RenderingState state, Expression[] arguments, Block? content)
    {
        state.Enter($"#{Name}");
        var caller = state.Frame;
        var depth = state.Depth;
        var count = Math.Min(parameters.Length, arguments.Length);
        var given = new Expression?[parameters.Length];
        Array.Copy(arguments, given, count);
        state.Frame = new MacroFrame(caller, parameters, given)
        {
            BodySlot = content is null ? -1 : bodyContent,
            Body = content is null ? default : Values.VtlValue.Of(new DefinedBlock(content, state, caller, "$bodyContent")),
        };

        Flow flow;
        var output = state.Output;
        try
        {
            flow = body.Render(state);
        }
        catch (FlowSignal signal)
        {
            flow = signal.Flow;
            state.Redirect(output);
        }

        state.Frame = caller;
        state.Depth = depth - 1;
        return flow == Flow.Break && state.BreakTarget is null ? Flow.Next : flow;
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append(opening);
        body.WriteSource(target);
        target.Append("#end\n");
    }
}
