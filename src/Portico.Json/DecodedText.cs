using System.Buffers;
using System.Text;

namespace Portico.Json;

/// <summary>A JSON string as characters in a rented buffer, for those who need UTF-16 (regular expressions, formats).</summary>
internal readonly ref struct DecodedText : IDisposable
{
    private readonly char[] _rented;
    private readonly int _length;

    /// <param name="raw">The bytes between the quotes, still escaped.</param>
    public DecodedText(ReadOnlySpan<byte> raw)
    {
        // A byte never becomes more than one UTF-16 unit, escaped or not.
        _rented = ArrayPool<char>.Shared.Rent(Math.Max(raw.Length, 1));
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0 || plain + 1 >= raw.Length)
                plain = raw.Length;

            written += Encoding.UTF8.GetChars(raw[..plain], _rented.AsSpan(written));
            raw = raw[plain..];
            if (raw.IsEmpty)
                break;

            var read = 0;
            written += JsonText.ReadEscape(raw, ref read).EncodeToUtf16(_rented.AsSpan(written));
            raw = raw[read..];
        }

        _length = written;
    }

    public ReadOnlySpan<char> Span => _rented.AsSpan(0, _length);

    public void Dispose() => ArrayPool<char>.Shared.Return(_rented);
}
