using Portico.Vtl.Values;

namespace Portico.Vtl.Rendering;

/// <summary><c>$foreach</c> within a loop: where it stands. A template may also keep values in it.</summary>
internal sealed class ForeachLoop(VtlValue outer) : VtlObject
{
    private VtlMap? _kept;

    public int Index { get; set; } = -1;

    public bool HasNext { get; set; }

    private ForeachLoop? Outer => outer.Kind == VtlKind.Object ? outer.Object as ForeachLoop : null;

    public override VtlValue GetProperty(string name) => name switch
    {
        "hasNext" => VtlValue.Of(HasNext),
        "count" => VtlValue.Of(Index + 1),
        "index" => VtlValue.Of(Index),
        "first" => VtlValue.Of(Index == 0),
        "last" => VtlValue.Of(!HasNext),
        "parent" => VtlValue.Of(Outer),
        "topmost" => VtlValue.Of(Topmost()),
        _ => _kept?[name] ?? default,
    };

    public override bool SetProperty(string name, VtlValue value)
    {
        (_kept ??= new VtlMap())[name] = value;
        return true;
    }

    public override VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments)
    {
        switch (name)
        {
            case "hasNext" or "getHasNext": return VtlValue.Of(HasNext);
            case "getCount": return VtlValue.Of(Index + 1);
            case "getIndex": return VtlValue.Of(Index);
            case "isFirst" or "getFirst": return VtlValue.Of(Index == 0);
            case "isLast" or "getLast": return VtlValue.Of(!HasNext);
            case "getParent": return VtlValue.Of(Outer);
            case "getTopmost": return VtlValue.Of(Topmost());
            case "size" when arguments.IsEmpty: return VtlValue.Of(_kept?.Count ?? 0);
            case "get" when arguments.Length == 1: return _kept?.Get(arguments[0]) ?? default;
            case "containsKey" when arguments.Length == 1: return VtlValue.Of(_kept?.Entries.ContainsKey(arguments[0]) ?? false);
            case "put" when arguments.Length == 2: return (_kept ??= new VtlMap()).Put(arguments[0], arguments[1]);
            default: return default;
        }
    }

    public override void WriteText(VtlOutput output) => output.Write(VtlValue.Of(_kept ??= new VtlMap()));

    private ForeachLoop Topmost()
    {
        var loop = this;
        while (loop.Outer is { } next)
            loop = next;

        return loop;
    }
}
