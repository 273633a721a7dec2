using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary>A number, a truth value or a string without references.</summary>
internal sealed class Constant(VtlValue value, string source) : Expression
{
    public override bool IsConstant => true;

    public VtlValue Value { get; } = value;

    public override VtlValue Evaluate(RenderingState state) => Value;

    public override bool IsTrue(RenderingState state) => Value.Kind == VtlKind.Boolean && Value.Boolean;

    public override void WriteSource(StringBuilder target) => target.Append(source);
}
