using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary>A reference in the text.</summary>
/// <param name="prefix">What stands before it and is printed: halves of backslashes, <c>#</c> and <c>$</c> that begin nothing.</param>
internal sealed class ReferenceStatement(string prefix, Reference reference, string source) : Statement
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public override Flow Render(RenderingState state)
    {
        if (_prefix.Length > 0)
            state.Output.Write(_prefix);

        reference.Write(state);
        return Flow.Next;
    }

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
