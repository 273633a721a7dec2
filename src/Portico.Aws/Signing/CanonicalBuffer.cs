using System.Buffers;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>Bytes of a canonical form while it is written. Rented; given back by <see cref="Dispose"/>.</summary>
internal ref struct CanonicalBuffer(int capacity)
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    internal int Length { get; private set; }

    internal readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    internal readonly ReadOnlySpan<byte> Slice(Range range) => _bytes.AsSpan(0, Length)[range];

    internal void Add(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    internal void Add(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>A text of the header: bytes as this house reads and writes them, Latin-1; what lies beyond is UTF-8.</summary>
    internal void AddText(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        if (!text.ContainsAnyExceptInRange('\0', '\u00ff'))
        {
            Length += Encoding.Latin1.GetBytes(text, _bytes.AsSpan(Length));
            return;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] <= 0xff)
            {
                Reserve(1);
                _bytes[Length++] = (byte)text[index];
            }
            else
            {
                index += AddRune(text[index..], encoded: false) - 1;
            }
        }
    }

    internal void AddLower(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        if (Ascii.ToLower(text, _bytes.AsSpan(Length), out var written) == OperationStatus.Done)
        {
            Length += written;
            return;
        }

        foreach (var letter in text) _bytes[Length++] = (byte)char.ToLowerInvariant((char)(letter & 0xff));
    }

    /// <summary>A header value: trimmed, and every run of blanks in it one blank.</summary>
    internal void AddFolded(scoped ReadOnlySpan<char> value)
    {
        value = value.Trim(" \t\r\n");
        while (true)
        {
            var blank = value.IndexOfAny(" \t\r\n");
            if (blank < 0) break;
            AddText(value[..blank]);
            Add((byte)' ');
            value = value[blank..].TrimStart(" \t\r\n");
        }

        AddText(value);
    }

    /// <summary>Percent-encodes what is not unreserved, slashes excepted: a path that is encoded already is so once more.</summary>
    internal void AddPath(scoped ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var plain = text[index..].IndexOfAnyExcept(Unreserved);
            if (plain < 0) plain = text.Length - index;
            AddText(text.Slice(index, plain));
            index += plain;
            if (index == text.Length) return;
            if (text[index] == '/') Add((byte)'/');
            else index += AddRune(text[index..], encoded: true) - 1;
        }
    }

    /// <summary>Decodes and encodes again, so that every spelling of a text is one.</summary>
    internal void AddReencoded(scoped ReadOnlySpan<char> text, bool isPath)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (Unreserved.Contains(letter) || (isPath && letter == '/'))
            {
                Add((byte)letter);
            }
            else if (letter == '%' && index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]))
            {
                var value = (byte)((HexValue(text[index + 1]) << 4) | HexValue(text[index + 2]));
                if (Unreserved.Contains((char)value)) Add(value);
                else AddEncoded(value);
                index += 2;
            }
            else if (letter == '+' && !isPath)
            {
                // The gateway reads it as a blank, and so it is signed as one.
                AddEncoded((byte)' ');
            }
            else
            {
                index += AddRune(text[index..], encoded: true) - 1;
            }
        }
    }

    internal void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    // The number of chars taken.
    private int AddRune(scoped ReadOnlySpan<char> text, bool encoded)
    {
        Rune.DecodeFromUtf16(text, out var rune, out var taken);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
        {
            if (encoded) AddEncoded(value);
            else Add(value);
        }

        return taken;
    }

    private void AddEncoded(byte value)
    {
        Reserve(3);
        _bytes[Length++] = (byte)'%';
        _bytes[Length++] = (byte)"0123456789ABCDEF"[value >> 4];
        _bytes[Length++] = (byte)"0123456789ABCDEF"[value & 15];
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private void Reserve(int count)
    {
        if (_bytes.Length - Length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(Length + count)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
