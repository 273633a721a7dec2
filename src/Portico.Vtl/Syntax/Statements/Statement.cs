using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Syntax.Statements;

/// <summary>Something that stands in the text of a template.</summary>
internal abstract class Statement
{
    public abstract Flow Render(RenderingState state);

    /// <summary>Writes it as a template says it. A directive ends with a line end, which belongs to it.</summary>
    public abstract void WriteSource(StringBuilder target);
}
