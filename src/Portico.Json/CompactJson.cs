using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portico.Json;

/// <summary>
/// A JSON value without insignificant white space, read as pieces of its own bytes: what is compact already is one piece. Strings are
/// spelled as Jayway's JSON library spells them, so that one with an escape, or with a character that the library escapes, is made anew.
/// </summary>
/// <remarks>The input is valid JSON. A piece is good until the next one is read.</remarks>
public ref struct CompactJson : IDisposable
{
    // DEL, and the first bytes of U+0080..U+00BF and U+2000..U+2FFF: some of what begins with them is escaped.
    private static readonly SearchValues<byte> OutsideStrings = SearchValues.Create("\" \t\r\n"u8);
    private static readonly SearchValues<byte> InsideStrings = SearchValues.Create([(byte)'"', (byte)'\\', 0x7F, 0xC2, 0xE2]);

    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _string;
    private bool _isStringNext;
    private byte[]? _rented;

    /// <param name="json">A value as it stands in a document.</param>
    public CompactJson(ReadOnlySpan<byte> json) => _rest = json;

    /// <summary>Reads the next piece; false at the end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> piece)
    {
        if (_isStringNext)
        {
            _isStringNext = false;
            piece = Respelled(_string);
            return true;
        }

        var at = 0;
        while (at < _rest.Length)
        {
            var next = _rest[at..].IndexOfAny(OutsideStrings);
            if (next < 0)
                break;

            at += next;
            if (_rest[at] == (byte)'"')
            {
                if (EndOfPlainString(at) is >= 0 and var end)
                {
                    at = end;
                    continue;
                }

                piece = _rest[..at];
                _string = StringAt(at);
                _isStringNext = true;
                _rest = _rest[(at + _string.Length + 2)..];
                return !piece.IsEmpty || TryRead(out piece);
            }

            piece = _rest[..at];
            _rest = _rest[at..].TrimStart(" \t\r\n"u8);
            if (!piece.IsEmpty)
                return true;

            at = 0;
        }

        piece = _rest;
        _rest = default;
        return !piece.IsEmpty;
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);

        _rented = null;
    }

    /// <summary>Behind the closing quote of the string that begins at <paramref name="at"/>, or -1 when it cannot stay as it is.</summary>
    private readonly int EndOfPlainString(int at)
    {
        at++;
        while (true)
        {
            var next = _rest[at..].IndexOfAny(InsideStrings);
            if (next < 0)
                return _rest.Length;

            at += next;
            if (_rest[at] == (byte)'"')
                return at + 1;

            var following = at + 1 < _rest.Length ? _rest[at + 1] : (byte)0;
            var isEscaped = _rest[at] switch
            {
                0xC2 => following <= 0x9F,
                0xE2 => following <= 0x83,
                _ => true,
            };
            if (isEscaped)
                return -1;

            at++;
        }
    }

    /// <summary>What stands between the quotes.</summary>
    private readonly ReadOnlySpan<byte> StringAt(int at)
    {
        var start = ++at;
        while (at < _rest.Length)
        {
            var next = _rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                break;

            at += next;
            if (_rest[at] == (byte)'"')
                return _rest[start..at];

            at += 2;
        }

        return _rest[start..];
    }

    private ReadOnlySpan<byte> Respelled(ReadOnlySpan<byte> raw)
    {
        Dispose();
        using var text = new DecodedText(raw);
        var characters = text.Span;
        // A UTF-16 unit becomes at most the six bytes of \uXXXX.
        _rented = ArrayPool<byte>.Shared.Rent((characters.Length * 6) + 2);
        Span<byte> target = _rented;
        var written = 0;
        target[written++] = (byte)'"';
        while (!characters.IsEmpty)
        {
            var plain = 0;
            while (plain < characters.Length && !IsEscaped(characters[plain]))
                plain++;

            written += Encoding.UTF8.GetBytes(characters[..plain], target[written..]);
            if (plain == characters.Length)
                break;

            written += WriteEscape(characters[plain], target[written..]);
            characters = characters[(plain + 1)..];
        }

        target[written++] = (byte)'"';
        return target[..written];
    }

    private static bool IsEscaped(char c) =>
        c is '"' or '\\' or <= '\u001F' or (>= '\u007F' and <= '\u009F') or (>= '\u2000' and <= '\u20FF');

    private static int WriteEscape(char c, Span<byte> target)
    {
        target[0] = (byte)'\\';
        target[1] = c switch
        {
            '"' or '\\' => (byte)c,
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => (byte)'u',
        };
        if (target[1] != (byte)'u')
            return 2;

        ((int)c).TryFormat(target[2..], out var digits, "X4", CultureInfo.InvariantCulture);
        return 2 + digits;
    }
}
