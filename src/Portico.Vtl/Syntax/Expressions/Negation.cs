using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>!x</c></summary>
internal sealed class Negation(Expression operand) : Expression
{
    public override VtlValue Evaluate(RenderingState state) => VtlValue.Of(IsTrue(state));

    public override bool IsTrue(RenderingState state) => !operand.IsTrue(state);

    public override void WriteSource(StringBuilder target)
    {
        target.Append('!');
        operand.WriteSource(target);
    }
}
