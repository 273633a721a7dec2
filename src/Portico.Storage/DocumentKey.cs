using System.Text;

namespace Portico.Storage;

/// <summary>What every engine holds keys to.</summary>
internal static class DocumentKey
{
    /// <summary>By UTF-8 bytes, which is by code point.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    /// <summary>
    /// Throws unless every engine can keep the key: a lone surrogate would be replaced in UTF-8, and two keys would become one; databases end a text at
    /// the character zero.
    /// </summary>
    public static string Checked(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Contains('\0')) throw new ArgumentException($"The key has the character zero at position {key.IndexOf('\0')}; keys have none.", nameof(key));
        for (var rest = key.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
                throw new ArgumentException($"The key has half a surrogate pair at position {key.Length - rest.Length}; keys are well-formed Unicode.", nameof(key));
            rest = rest[length..];
        }

        return key;
    }

    /// <summary>A name as one segment of a key: with a slash of its own it would reach into the parts of another thing.</summary>
    public static string Escape(string name) => name.AsSpan().ContainsAny('%', '/')
        ? name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)
        : name;

    private static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        var i = a.AsSpan(0, length).CommonPrefixLength(b.AsSpan(0, length));
        return i == length ? a.Length - b.Length : Weight(a[i]) - Weight(b[i]);

        // Surrogates stand for code points above all of the basic plane, so they go behind U+E000..U+FFFF.
        static int Weight(char c) => c < 0xD800 ? c : c >= 0xE000 ? c - 0x800 : c + 0x2000;
    }
}
