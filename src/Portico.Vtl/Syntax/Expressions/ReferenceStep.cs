using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary>One step from a value to the next: <c>.name</c>, <c>['name']</c>, <c>.name(..)</c>.</summary>
internal abstract class ReferenceStep
{
    /// <summary>The value that it leads to from <paramref name="value"/>, null when there is none.</summary>
    public abstract VtlValue Follow(RenderingState state, in VtlValue value);

    /// <summary>Puts a value where the step leads to; what cannot take it stays as it is.</summary>
    public abstract void Assign(RenderingState state, in VtlValue owner, in VtlValue value);

    public abstract void WriteSource(StringBuilder target);
}
