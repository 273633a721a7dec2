using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#if .. #elseif .. #else .. #end</c></summary>
internal sealed class IfStatement(string opening, (Expression Condition, Block Body)[] branches, Block? otherwise) : Statement
{
    public override Flow Render(RenderingState state)
    {
        state.Step();
        foreach (var (condition, body) in branches)
        {
            if (condition.IsTrue(state))
                return body.Render(state);
        }

        return otherwise?.Render(state) ?? Flow.Next;
    }

    public override void WriteSource(StringBuilder target)
    {
        var word = opening;
        foreach (var (condition, body) in branches)
        {
            target.Append(word);
            condition.WriteSource(target);
            target.Append(")\n");
            body.WriteSource(target);
            word = "#elseif(";
        }

        if (otherwise is not null)
        {
            target.Append("#else\n");
            otherwise.WriteSource(target);
        }

        target.Append("#end\n");
    }
}
