using System.Text.Json;
using Portico.Vtl.Values;

namespace Portico.Vtl.Rendering;

/// <summary>Java's iterator over a list, a map's values or a document's array: whoever changes the list meanwhile ends the rendering.</summary>
internal sealed class JavaIterator : VtlObject
{
    private readonly VtlList? _list;
    private readonly VtlMap? _map;
    private readonly VtlMap? _viewed;
    private readonly int _version;
    private JsonElement.ArrayEnumerator _elements;
    private readonly int _count;
    private int _next;

    public JavaIterator(VtlList list)
    {
        _list = list;
        _viewed = list.Viewed;
        _version = _viewed?.Version ?? list.Version;
        _count = list.Count;
    }

    public JavaIterator(VtlMap map)
    {
        _map = map;
        _version = map.Version;
        _count = map.Count;
    }

    public JavaIterator(JsonElement array)
    {
        _elements = array.EnumerateArray();
        _count = array.GetArrayLength();
    }

    public bool HasNext => _list is null || _viewed is not null ? _next < _count : _next != _list.Count;

    public VtlValue Next()
    {
        if (_list is not null)
        {
            if ((_viewed?.Version ?? _list.Version) != _version)
                throw RenderingFailure.Runtime("the list was changed while it was gone through");

            if (_next >= _list.Count)
                throw RenderingFailure.Runtime("there is no next element");

            return _list[_next++];
        }

        if (_next >= _count)
            throw RenderingFailure.Runtime("there is no next element");

        if (_map is not null)
        {
            if (_map.Version != _version)
                throw RenderingFailure.Runtime("the map was changed while it was gone through");

            return _map.Entries.GetAt(_next++).Value;
        }

        _next++;
        _elements.MoveNext();
        return VtlValue.Of(_elements.Current);
    }

    public override VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments) => name switch
    {
        "hasNext" when arguments.IsEmpty => VtlValue.Of(HasNext),
        "next" when arguments.IsEmpty => Next(),
        _ => default,
    };
}
