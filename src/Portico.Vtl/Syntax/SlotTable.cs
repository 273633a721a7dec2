namespace Portico.Vtl.Syntax;

/// <summary>The variables of a template, each with a place of its own in the state of a rendering.</summary>
internal sealed class SlotTable(SlotTable? outer = null)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    public int Count => (outer?.Count ?? 0) + _slots.Count;

    public int Get(string name)
    {
        if (Find(name) is var slot and >= 0)
            return slot;

        slot = Count;
        _slots.Add(name, slot);
        return slot;
    }

    private int Find(string name)
    {
        if (outer is not null && outer.Find(name) is var found and >= 0)
            return found;

        return _slots.TryGetValue(name, out var slot) ? slot : -1;
    }
}
