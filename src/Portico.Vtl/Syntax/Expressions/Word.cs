using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary>A bare word among the arguments of a directive: the name of a macro, <c>in</c>.</summary>
internal sealed class Word(string text, int offset) : Expression
{
    public string Text { get; } = text;

    public int Offset { get; } = offset;

    public override VtlValue Evaluate(RenderingState state) => default;

    public override void WriteSource(StringBuilder target) => target.Append(Text);
}
