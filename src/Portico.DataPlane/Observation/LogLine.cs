using System.Globalization;
using System.Text;

namespace Portico.DataPlane.Observation;

/// <summary>A line of a log in UTF-8, cut where its memory ends. It stays one line, whatever is appended.</summary>
public ref struct LogLine(Span<byte> memory)
{
    private readonly Span<byte> _memory = memory;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _memory[.._length];

    /// <summary>Text that is known to be sound.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _memory.Length - _length) utf8 = utf8[..(_memory.Length - _length)];
        utf8.CopyTo(_memory[_length..]);
        _length += utf8.Length;
    }

    /// <summary>A value from outside; what is absent or empty is <c>-</c>, as AWS writes it. Control characters become blanks.</summary>
    public void Append(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Append("-"u8);
            return;
        }

        var start = _length;
        Encoder(value);
        var added = _memory[start.._length];
        while (added.IndexOfAnyInRange((byte)0, (byte)0x1F) is >= 0 and var at)
        {
            added[at] = (byte)' ';
            added = added[(at + 1)..];
        }
    }

    public void Append(long number)
    {
        if (number.TryFormat(_memory[_length..], out var written, default, CultureInfo.InvariantCulture)) _length += written;
    }

    private void Encoder(string value)
    {
        if (Encoding.UTF8.TryGetBytes(value, _memory[_length..], out var written))
        {
            _length += written;
            return;
        }

        // As many whole characters as there is room for.
        System.Text.Unicode.Utf8.FromUtf16(value, _memory[_length..], out _, out written);
        _length += written;
    }
}
