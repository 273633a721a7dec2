namespace Portico.Aws.Signing;

/// <summary>Header lines as a plain list, for messages that are about to be signed.</summary>
public sealed class HeaderLines(IReadOnlyList<KeyValuePair<string, string>> lines) : IHeaderLines
{
    public int CountOf(string name)
    {
        var count = 0;
        foreach (var line in lines)
        {
            if (Same(line.Key, name)) count++;
        }

        return count;
    }

    public string ValueOf(string name, int index)
    {
        foreach (var line in lines)
        {
            if (Same(line.Key, name) && index-- == 0) return line.Value;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
