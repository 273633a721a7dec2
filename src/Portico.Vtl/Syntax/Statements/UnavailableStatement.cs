using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#include</c>, <c>#parse</c>: there are no files to read.</summary>
internal sealed class UnavailableStatement(string name, string source, int offset) : Statement
{
    public override Flow Render(RenderingState state)
    {
        state.Position = offset;
        throw RenderingFailure.Runtime($"#{name} is not available: a mapping template stands alone");
    }

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
