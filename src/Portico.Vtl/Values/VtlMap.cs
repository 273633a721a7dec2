using Portico.Vtl.Rendering;

namespace Portico.Vtl.Values;

/// <summary>A map that keeps the order of insertion, as Java's <c>LinkedHashMap</c>. Shared by all variables that hold it; for one rendering.</summary>
public sealed class VtlMap
{
    private readonly OrderedDictionary<VtlValue, VtlValue> _entries = new(JavaEquality.Instance);
    private readonly HashSet<VtlValue>? _written;

    /// <param name="takesOneWrite">Whether a template may write each key once only; a second write ends the rendering.</param>
    public VtlMap(bool takesOneWrite = false) => _written = takesOneWrite ? new(JavaEquality.Instance) : null;

    /// <summary>Counts changes of the set of keys, so that iterating while changing is noticed.</summary>
    internal int Version { get; private set; }

    /// <summary>Counts all changes, so that views of the map are made anew.</summary>
    internal int Revision { get; private set; }

    public int Count => _entries.Count;

    /// <summary>The entries in the order of insertion.</summary>
    public IEnumerable<KeyValuePair<VtlValue, VtlValue>> Pairs => _entries;

    internal OrderedDictionary<VtlValue, VtlValue> Entries => _entries;

    /// <summary>The value, or null when there is none. What the host sets does not count as a write of the template's.</summary>
    public VtlValue this[string key]
    {
        get => Get(VtlValue.Of(key));
        set => Store(VtlValue.Of(key), value);
    }

    public bool ContainsKey(string key) => _entries.ContainsKey(VtlValue.Of(key));

    /// <summary>Lets a template write every key again, for the next rendering.</summary>
    public void ForgetWrites() => _written?.Clear();

    internal VtlValue Get(VtlValue key) => _entries.TryGetValue(key, out var value) ? value : default;

    internal VtlValue Put(VtlValue key, VtlValue value)
    {
        key = JavaEquality.AsKey(key);
        if (_written is not null && !_written.Add(key))
            throw RenderingFailure.Runtime("what may be set once only is set again");

        return Store(key, value);
    }

    private VtlValue Store(VtlValue key, VtlValue value)
    {
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
