namespace Portico.Vtl.Values;

/// <summary>A map that keeps the order of insertion, as Java's <c>LinkedHashMap</c>. Shared by all variables that hold it; for one rendering.</summary>
public sealed class VtlMap
{
    private readonly OrderedDictionary<VtlValue, VtlValue> _entries = new(JavaEquality.Instance);

    /// <summary>Counts changes of the set of keys, so that iterating while changing is noticed.</summary>
    internal int Version { get; private set; }

    /// <summary>Counts all changes, so that views of the map are made anew.</summary>
    internal int Revision { get; private set; }

    public int Count => _entries.Count;

    internal OrderedDictionary<VtlValue, VtlValue> Entries => _entries;

    /// <summary>The value, or null when there is none.</summary>
    public VtlValue this[string key]
    {
        get => Get(VtlValue.Of(key));
        set => Put(VtlValue.Of(key), value);
    }

    public bool ContainsKey(string key) => _entries.ContainsKey(VtlValue.Of(key));

    internal VtlValue Get(VtlValue key) => _entries.TryGetValue(key, out var value) ? value : default;

    internal VtlValue Put(VtlValue key, VtlValue value)
    {
        key = JavaEquality.AsKey(key);
        Revision++;
        if (_entries.TryGetValue(key, out var before))
        {
            _entries[key] = value;
            return before;
        }

        Version++;
        _entries.Add(key, value);
        return default;
    }

    internal bool Remove(VtlValue key, out VtlValue before)
    {
        if (!_entries.Remove(key, out before))
            return false;

        Version++;
        Revision++;
        return true;
    }

    internal void Clear()
    {
        Version++;
        Revision++;
        _entries.Clear();
    }
}
