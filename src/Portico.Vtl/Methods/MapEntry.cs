using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>An entry of a map: <c>.key</c>, <c>.value</c>, prints as <c>key=value</c>.</summary>
internal sealed class MapEntry(VtlMap map, VtlValue key, VtlValue value) : VtlObject
{
    private VtlValue _value = value;

    private VtlValue Value => map.Entries.TryGetValue(key, out var now) ? now : _value;

    public override VtlValue GetProperty(string name) => name switch
    {
        "key" => key,
        "value" => Value,
        _ => default,
    };

    public override bool SetProperty(string name, VtlValue value)
    {
        if (name != "value")
            return false;

        SetValue(value);
        return true;
    }

    public override VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments) => (name, arguments.Length) switch
    {
        ("getKey", 0) => key,
        ("getValue", 0) => Value,
        ("setValue", 1) => SetValue(arguments[0]),
        _ => default,
    };

    public override void WriteText(VtlOutput output)
    {
        Write(key, output);
        output.Write("="u8);
        Write(Value, output);
    }

    private static void Write(in VtlValue part, VtlOutput output)
    {
        if (part.IsNull)
            output.Write("null"u8);
        else
            output.Write(part);
    }

    private VtlValue SetValue(in VtlValue value)
    {
        var before = Value;
        _value = value;
        map.Put(key, value);
        return before;
    }
}
