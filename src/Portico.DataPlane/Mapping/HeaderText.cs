using System.Buffers;
using System.Text;

namespace Portico.DataPlane.Mapping;

/// <summary>Makes values from bodies, queries and paths safe to stand in a header line.</summary>
public static class HeaderText
{
    // Everything that would end a header line or is forbidden in one (RFC 9110 §5.5).
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

    /// <summary>
    /// The value with control characters turned into blanks, so that nothing a caller sends can begin a header of its own.
    /// Header lines are read and written as Latin-1, byte for byte; text beyond it is carried as its UTF-8 bytes.
    /// </summary>
    public static string Clean(string value)
    {
        var span = value.AsSpan();
        if (!span.ContainsAny(Forbidden) && !span.ContainsAnyExceptInRange('\0', '\u00ff')) return value;

        var text = span.ContainsAnyExceptInRange('\0', '\u00ff') ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value)) : value;
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var index = 0; index < target.Length; index++) target[index] = Forbidden.Contains(source[index]) ? ' ' : source[index];
        });
    }
}
