using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Syntax.Statements;

/// <summary>Statements one after the other.</summary>
internal sealed class Block(List<Statement> statements)
{
    private readonly Statement[] _all = [.. statements];
    private readonly Statement[] _rendered = Merge(statements);

    public Flow Render(RenderingState state)
    {
        RenderingState.CheckStack();
        foreach (var statement in _rendered)
        {
            var flow = statement.Render(state);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    public void WriteSource(StringBuilder target)
    {
        foreach (var statement in _all)
            statement.WriteSource(target);
    }

    /// <summary>Without comments, and with texts side by side as one.</summary>
    private static Statement[] Merge(List<Statement> statements)
    {
        var merged = new List<Statement>(statements.Count);
        foreach (var statement in statements)
        {
            if (statement is TextStatement text)
            {
                if (text.IsEmpty)
                    continue;

                if (merged.Count > 0 && merged[^1] is TextStatement before)
                {
                    merged[^1] = before.With(text);
                    continue;
                }
            }

            merged.Add(statement);
        }

        return [.. merged];
    }
}
