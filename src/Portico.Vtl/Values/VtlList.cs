namespace Portico.Vtl.Values;

/// <summary>A list, shared by all variables that hold it; for one rendering.</summary>
public sealed class VtlList
{
    internal VtlList(VtlListKind kind, List<VtlValue> items)
    {
        ListKind = kind;
        Items = items;
    }

    public VtlList(VtlListKind kind = VtlListKind.List, int capacity = 0) : this(kind, new List<VtlValue>(capacity))
    {
    }

    public VtlListKind ListKind { get; }

    public int Count => Items.Count;

    public VtlValue this[int index] => Items[index];

    internal List<VtlValue> Items { get; }

    /// <summary>Counts changes of the length, so that iterating while changing is noticed.</summary>
    internal int Version { get; set; }

    public void Add(VtlValue value)
    {
        Version++;
        Items.Add(value);
    }
}
