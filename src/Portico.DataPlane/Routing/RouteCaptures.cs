namespace Portico.DataPlane.Routing;

/// <summary>
/// Where the path variables of one request stand in its path. Owned by one invocation and used again for the next request,
/// so that matching allocates nothing.
/// </summary>
public sealed class RouteCaptures
{
    private (int Start, int Length)[] _ranges = new (int, int)[8];

    public int Count { get; private set; }

    public (int Start, int Length) this[int index] => _ranges[index];

    public void Clear() => Count = 0;

    internal void Push(int start, int length)
    {
        if (Count == _ranges.Length) Array.Resize(ref _ranges, Count * 2);
        _ranges[Count++] = (start, length);
    }

    internal void Pop() => Count--;
}
