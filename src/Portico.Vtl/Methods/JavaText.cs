using System.Globalization;
using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Methods;

/// <summary>What Java's strings do otherwise than .NET's.</summary>
internal static class JavaText
{
    /// <summary>Java's <c>trim</c> takes everything up to the blank.</summary>
    public static string Trim(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;

        while (end > start && text[end - 1] <= ' ')
            end--;

        return text[start..end];
    }

    /// <summary>Java's <c>strip</c> takes white space of Unicode, but no blank that keeps words together.</summary>
    public static string Strip(string text, bool atStart, bool atEnd)
    {
        int start = 0, end = text.Length;
        while (atStart && start < end && IsWhiteSpace(text[start]))
            start++;

        while (atEnd && end > start && IsWhiteSpace(text[end - 1]))
            end--;

        return text[start..end];
    }

    public static bool IsWhiteSpace(char c) =>
        c is >= '\t' and <= '\r' or >= '\u001C' and <= '\u001F' || (char.IsSeparator(c) && c is not ('\u00A0' or '\u2007' or '\u202F'));

    public static string ToUpper(string text)
    {
        var upper = text.ToUpperInvariant();

        // The letters that become several; .NET leaves them as they are.
        return upper.AsSpan().IndexOfAny('\u00DF', '\u0149', '\u01F0') < 0 && upper.AsSpan().IndexOfAnyInRange('\uFB00', '\uFB06') < 0
            ? upper
            : upper.Replace("\u00DF", "SS", StringComparison.Ordinal).Replace("\u0149", "\u02BCN", StringComparison.Ordinal)
                .Replace("\u01F0", "J\u030C", StringComparison.Ordinal).Replace("\uFB00", "FF", StringComparison.Ordinal)
                .Replace("\uFB01", "FI", StringComparison.Ordinal).Replace("\uFB02", "FL", StringComparison.Ordinal)
                .Replace("\uFB03", "FFI", StringComparison.Ordinal).Replace("\uFB04", "FFL", StringComparison.Ordinal)
                .Replace("\uFB05", "ST", StringComparison.Ordinal).Replace("\uFB06", "ST", StringComparison.Ordinal);
    }

    public static string ToLower(string text) => text.ToLowerInvariant();

    public static string Substring(string text, long start, long end)
    {
        if (start < 0 || end > text.Length || start > end)
            throw RenderingFailure.Runtime($"substring from {start} to {end} is out of range for a string of {text.Length}");

        return text[(int)start..(int)end];
    }

    public static int CodePointAt(string text, long index)
    {
        CheckIndex(text, index);
        return char.IsHighSurrogate(text[(int)index]) && index + 1 < text.Length && char.IsLowSurrogate(text[(int)index + 1])
            ? char.ConvertToUtf32(text[(int)index], text[(int)index + 1])
            : text[(int)index];
    }

    public static void CheckIndex(string text, long index)
    {
        if (index < 0 || index >= text.Length)
            throw RenderingFailure.Runtime($"index {index} is out of range for a string of {text.Length}");
    }

    /// <summary>A character's code as text; Java refuses what is no character.</summary>
    public static string OfCodePoint(long code) =>
        code is < 0 or > 0x10FFFF ? "\uFFFF\uFFFF\uFFFF" : code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32((int)code);

    public static int IndexOf(string text, string what, long from)
    {
        var start = (int)Math.Clamp(from, 0, text.Length);
        return text.IndexOf(what, start, StringComparison.Ordinal);
    }

    public static int LastIndexOf(string text, string what, long from)
    {
        if (from < 0 || what.Length > text.Length)
            return -1;

        var start = (int)Math.Min(from, text.Length - what.Length);
        return text.AsSpan(0, start + what.Length).LastIndexOf(what, StringComparison.Ordinal);
    }

    public static int Compare(string left, string right)
    {
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            if (left[i] != right[i])
                return left[i] - right[i];
        }

        return left.Length - right.Length;
    }

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
            folded.Append(char.ToLower(char.ToUpper(c, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

        return folded.ToString();
    }
}
