using System.Buffers;
using System.Text;

namespace Portico.DataPlane.Invocations;

/// <summary>
/// The segments <c>.</c> and <c>..</c>, plain or percent-encoded (RFC 3986 §5.2.4, §6.2.2). They are resolved before a route is
/// looked for, so that the resource that decides about access is the one that a back end sees.
/// </summary>
public static class DotSegments
{
    private static readonly SearchValues<string> Beginnings = SearchValues.Create(["/.", "/%2e"], StringComparison.OrdinalIgnoreCase);

    /// <summary>True when one of the path's segments is <c>.</c> or <c>..</c>.</summary>
    public static bool AreIn(ReadOnlySpan<char> path)
    {
        if (!path.ContainsAny(Beginnings)) return false;
        foreach (var segment in path.Split('/'))
        {
            if (Dots(path[segment]) > 0) return true;
        }

        return false;
    }

    /// <summary>The path without dot segments; the same text when there are none.</summary>
    /// <param name="path">Begins with a slash.</param>
    public static string Resolve(string path)
    {
        // Most paths hold neither character, and looking for one of two is the cheapest question there is.
        if (!path.AsSpan().ContainsAny('.', '%') || !AreIn(path)) return path;

        var resolved = new StringBuilder(path.Length);
        for (int start = 0, end; start < path.Length; start = end)
        {
            end = path.IndexOf('/', start + 1);
            if (end < 0) end = path.Length;
            var dots = Dots(path.AsSpan(start + 1, end - start - 1));
            if (dots == 0)
            {
                resolved.Append(path, start, end - start);
                continue;
            }

            if (dots == 2) resolved.Length = LastSlash(resolved);
            if (end == path.Length) resolved.Append('/');
        }

        return resolved.ToString();
    }

    private static int LastSlash(StringBuilder text)
    {
        var at = text.Length - 1;
        while (at >= 0 && text[at] != '/') at--;
        return Math.Max(at, 0);
    }

    // 1 for ".", 2 for "..", 0 for anything else.
    private static int Dots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            var length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0 || ++dots > 2) return 0;
            segment = segment[length..];
        }

        return dots;
    }
}
