namespace Portico.Protocol.Messages;

/// <summary>What goes back: bytes that are ready for the wire.</summary>
/// <param name="Status">100 to 599.</param>
/// <param name="Headers">In the order in which they are to be written; without Content-Length, which whoever sends knows.</param>
public sealed record ServiceResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The value of a header, or null. Ignores case.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }
}
