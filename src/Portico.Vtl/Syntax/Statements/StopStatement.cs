using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#stop</c></summary>
internal sealed class StopStatement(string source) : Statement
{
    public override Flow Render(RenderingState state) => Flow.Stop;

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
