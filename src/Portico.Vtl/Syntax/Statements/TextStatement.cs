using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Syntax.Statements;

/// <summary>Text, comments (which print nothing) and what is no reference or directive after all.</summary>
internal sealed class TextStatement(string text, string source) : Statement
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    public bool IsEmpty => _utf8.Length == 0;

    public TextStatement With(TextStatement next) => new(text + next.Printed, "");

    public override Flow Render(RenderingState state)
    {
        state.Step();
        state.Output.Write(_utf8);
        return Flow.Next;
    }

    public override void WriteSource(StringBuilder target) => target.Append(source);

    private string Printed => text;
}
