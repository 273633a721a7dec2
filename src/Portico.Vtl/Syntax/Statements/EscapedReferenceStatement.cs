using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>\$name</c> prints the reference itself; Velocity evaluates it nevertheless.</summary>
internal sealed class EscapedReferenceStatement(string text, Reference reference, string source) : Statement
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    public override Flow Render(RenderingState state)
    {
        reference.Evaluate(state);
        state.Output.Write(_utf8);
        return Flow.Next;
    }

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
