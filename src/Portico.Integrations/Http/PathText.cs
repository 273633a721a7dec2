using System.Buffers;
using System.Text;

namespace Portico.Integrations.Http;

/// <summary>Values that go into a request target.</summary>
internal static class PathText
{
    // Everything but what a request target may hold as it is (RFC 3986) or percent-encoded: blanks, controls, quotes, fragments, text beyond ASCII.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");
    private static readonly SearchValues<char> AllowedInPath = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/[]@!$&'()*+,;=%");

    /// <summary>The value as it is, slashes and percent-encoding kept, with what may not stand in a URI percent-encoded.</summary>
    internal static string Safe(string value) => Safe(value, Allowed);

    /// <summary>The same for the value of a placeholder, which cannot begin a query of its own.</summary>
    internal static string SafeInPath(string value) => Safe(value, AllowedInPath);

    private static string Safe(string value, SearchValues<char> allowed)
    {
        if (!value.AsSpan().ContainsAnyExcept(allowed)) return value;

        var text = new StringBuilder(value.Length + 16);
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsAscii && allowed.Contains((char)rune.Value)) text.Append((char)rune.Value);
            else text.Append(Uri.EscapeDataString(rune.ToString()));
        }

        return text.ToString();
    }
}
