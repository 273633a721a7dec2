using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>( .. )</c></summary>
internal sealed class Parenthesis(Expression inner, string source) : Expression
{
    public override string NullText => source;

    public override VtlValue Evaluate(RenderingState state) => inner.Evaluate(state);

    public override bool IsTrue(RenderingState state) => inner.IsTrue(state);

    public override void WriteSource(StringBuilder target)
    {
        target.Append('(');
        inner.WriteSource(target);
        target.Append(')');
    }
}
