namespace Portico.Vtl.Values;

/// <summary>A list, shared by all variables that hold it; for one rendering.</summary>
public sealed class VtlList
{
    private readonly List<VtlValue> _items;
    private readonly Func<VtlValue, VtlValue, VtlValue>? _select;
    private int _revision = -1;

    internal VtlList(VtlListKind kind, List<VtlValue> items)
    {
        ListKind = kind;
        _items = items;
    }

    /// <summary>A view of a map.</summary>
    internal VtlList(VtlMap map, Func<VtlValue, VtlValue, VtlValue> select) : this(VtlListKind.View, map.Count)
    {
        Viewed = map;
        _select = select;
    }

    public VtlList(VtlListKind kind = VtlListKind.List, int capacity = 0) : this(kind, new List<VtlValue>(capacity))
    {
    }

    public VtlListKind ListKind { get; }

    public int Count => Items.Count;

    public VtlValue this[int index] => Items[index];

    /// <summary>The map that this is a view of; null for all other lists.</summary>
    internal VtlMap? Viewed { get; }

    internal List<VtlValue> Items
    {
        get
        {
            if (Viewed is not null && Viewed.Revision != _revision)
                Refresh();

            return _items;
        }
    }

    /// <summary>Counts changes of the length, so that iterating while changing is noticed.</summary>
    internal int Version { get; set; }

    public void Add(VtlValue value)
    {
        Version++;
        _items.Add(value);
    }

    private void Refresh()
    {
        _items.Clear();
        foreach (var (key, value) in Viewed!.Entries)
            _items.Add(_select!(key, value));

        _revision = Viewed.Revision;
    }
}
