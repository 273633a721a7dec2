using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>[1, $x, "a"]</c></summary>
internal sealed class ListLiteral(Expression[] items) : Expression
{
    public override VtlValue Evaluate(RenderingState state)
    {
        state.Charge(1 + items.Length);
        var list = new VtlList(VtlListKind.List, items.Length);
        foreach (var item in items)
            list.Items.Add(item.Evaluate(state));

        return VtlValue.Of(list);
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                target.Append(", ");

            items[i].WriteSource(target);
        }

        target.Append(']');
    }
}
