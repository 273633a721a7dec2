using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>{"a": 1, $k: 2}</c></summary>
internal sealed class MapLiteral((Expression Key, Expression Value)[] entries) : Expression
{
    public override VtlValue Evaluate(RenderingState state)
    {
        state.Charge(1 + (2 * entries.Length));
        var map = new VtlMap();
        foreach (var (key, value) in entries)
            map.Put(key.Evaluate(state), value.Evaluate(state));

        return VtlValue.Of(map);
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append('{');
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0)
                target.Append(", ");

            entries[i].Key.WriteSource(target);
            target.Append(" : ");
            entries[i].Value.WriteSource(target);
        }

        target.Append('}');
    }
}
