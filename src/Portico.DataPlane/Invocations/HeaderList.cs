namespace Portico.DataPlane.Invocations;

/// <summary>
/// Header lines in order, names compared without case. A list, because a message has about ten of them; cleared and used
/// again for the next request.
/// </summary>
public sealed class HeaderList
{
    private (string Name, string Value)[] _lines = new (string, string)[16];

    public int Count { get; private set; }

    public (string Name, string Value) this[int index] => _lines[index];

    public ReadOnlySpan<(string Name, string Value)> Lines => _lines.AsSpan(0, Count);

    public void Add(string name, string value)
    {
        if (Count == _lines.Length) Array.Resize(ref _lines, Count * 2);
        _lines[Count++] = (name, value);
    }

    /// <summary>Replaces every line of that name by one.</summary>
    public void Set(string name, string value)
    {
        var at = IndexOf(name);
        if (at < 0)
        {
            Add(name, value);
            return;
        }

        _lines[at] = (name, value);
        for (var index = Count - 1; index > at; index--)
        {
            if (Same(_lines[index].Name, name)) RemoveAt(index);
        }
    }

    /// <summary>Replaces every line of that name by one, names compared with case: for lists that hold no headers.</summary>
    public void SetExactly(string name, string value)
    {
        for (var index = Count - 1; index >= 0; index--)
        {
            if (string.Equals(_lines[index].Name, name, StringComparison.Ordinal)) RemoveAt(index);
        }

        Add(name, value);
    }

    /// <summary>Takes every line of that name out.</summary>
    public void Remove(string name)
    {
        for (var index = Count - 1; index >= 0; index--)
        {
            if (Same(_lines[index].Name, name)) RemoveAt(index);
        }
    }

    /// <summary>The last value of that name, or null.</summary>
    public string? Last(string name)
    {
        for (var index = Count - 1; index >= 0; index--)
        {
            if (Same(_lines[index].Name, name)) return _lines[index].Value;
        }

        return null;
    }

    /// <summary>All values of that name joined by commas, or null when there is none.</summary>
    public string? Joined(string name)
    {
        string? joined = null;
        foreach (var (candidate, value) in Lines)
        {
            if (Same(candidate, name)) joined = joined is null ? value : $"{joined},{value}";
        }

        return joined;
    }

    public bool Contains(string name) => IndexOf(name) >= 0;

    internal static bool Contains(ReadOnlySpan<(string Name, string Value)> lines, string name)
    {
        foreach (var (candidate, _) in lines)
        {
            if (Same(candidate, name)) return true;
        }

        return false;
    }

    public void Clear()
    {
        if (Count == 0) return;
        Array.Clear(_lines, 0, Count);
        Count = 0;
    }

    private int IndexOf(string name)
    {
        for (var index = 0; index < Count; index++)
        {
            if (Same(_lines[index].Name, name)) return index;
        }

        return -1;
    }

    private void RemoveAt(int index)
    {
        Array.Copy(_lines, index + 1, _lines, index, Count - index - 1);
        _lines[--Count] = default;
    }

    private static bool Same(string left, string right) => left.Length == right.Length && left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
