using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#name(..)</c>: a macro when there is one when it is rendered, text otherwise.</summary>
internal sealed class MacroCall(string name, Expression[] arguments, Block? content, string source, int offset) : Statement
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(source);

    public override Flow Render(RenderingState state)
    {
        state.Step();
        state.Position = offset;
        if (state.FindMacro(name) is not { } macro)
        {
            state.Output.Write(_text);
            return Flow.Next;
        }

        foreach (var argument in arguments)
        {
            if (argument is Word word)
                throw RenderingFailure.Runtime($"'{word.Text}' cannot be an argument of #{name}; write a reference or a string");
        }

        return macro.Call(state, arguments, content);
    }

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
