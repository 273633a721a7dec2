using System.Buffers;
using System.Text;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>How the end of a body is known.</summary>
internal enum BodyFraming
{
    None,
    Length,
    Chunked,
    UntilClose,
}

/// <summary>The head of a response, read strictly: what two readers could take differently is refused, never repaired.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9112"/>
internal sealed class ResponseHead
{
    internal const int MaxBytes = 64 * 1024;
    private const int MaxLines = 250;

    // What a field value may hold: visible characters, blanks, and bytes beyond ASCII (RFC 9110 §5.5).
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    internal int Status { get; private set; }

    internal BodyFraming Framing { get; private set; }

    /// <summary>The body's length where <see cref="Framing"/> is a length.</summary>
    internal long ContentLength { get; private set; }

    internal bool KeepsConnection { get; private set; }

    internal HeaderList Headers { get; private set; } = new();

    // A back end's answers differ in few lines from one to the next: the texts of the last one serve again.
    private HeaderList _last = new();

    /// <summary>Reads one head.</summary>
    /// <param name="head">From the status line to the empty line, both included.</param>
    /// <param name="requestMethod">HEAD has no body, whatever the head says.</param>
    /// <exception cref="UpstreamException">It is no sound head.</exception>
    internal void Read(ReadOnlySpan<byte> head, string requestMethod)
    {
        (Headers, _last) = (_last, Headers);
        Headers.Clear();
        var isHttp11 = ReadStatusLine(Line(ref head));
        long? length = null;
        var chunked = false;
        var hasTransferEncoding = false;
        bool? close = null;

        while (true)
        {
            var line = Line(ref head);
            if (line.IsEmpty) break;
            if (Headers.Count == MaxLines) throw Unsound($"more than {MaxLines} header lines");

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes)) throw Unsound("a header line without a sound name");
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (value.ContainsAny(Controls)) throw Unsound("a control character in a header value");

            var (lastName, lastText) = Headers.Count < _last.Count ? _last[Headers.Count] : ("", "");
            var name = Ascii.Equals(line[..colon], lastName) ? lastName : HeaderNames.Text(line[..colon]);
            var text = Ascii.Equals(value, lastText) ? lastText : HeaderNames.Value(value);
            Headers.Add(name, text);

            switch (name.Length)
            {
                case 14 when Is(name, "Content-Length"):
                    var stated = ParseLength(value);
                    if (length is not null && length != stated) throw Unsound("two Content-Length lines that differ");
                    length = stated;
                    break;
                case 17 when Is(name, "Transfer-Encoding"):
                    if (hasTransferEncoding || !Is(text, "chunked")) throw Unsound($"Transfer-Encoding '{text}'");
                    hasTransferEncoding = chunked = true;
                    break;
                case 10 when Is(name, "Connection"):
                    if (text.Contains("close", StringComparison.OrdinalIgnoreCase)) close = true;
                    else if (text.Contains("keep-alive", StringComparison.OrdinalIgnoreCase)) close ??= false;
                    break;
            }
        }

        Framing = requestMethod == "HEAD" || Status is 204 or 304 || Status < 200 ? BodyFraming.None
            : chunked ? BodyFraming.Chunked
            : length is not null ? BodyFraming.Length
            : BodyFraming.UntilClose;
        ContentLength = length ?? 0;

        // Both together: the encoding counts, and the connection is not used again (RFC 9112 §6.1).
        KeepsConnection = !(close ?? !isHttp11) && Framing != BodyFraming.UntilClose && !(chunked && length is not null);
    }

    private bool ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != ' '
            || !char.IsAsciiDigit((char)line[9]) || !char.IsAsciiDigit((char)line[10]) || !char.IsAsciiDigit((char)line[11])
            || (line.Length > 12 && line[12] != ' '))
        {
            throw Unsound("a status line that is not HTTP/1.1");
        }

        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        if (Status is < 100 or > 599) throw Unsound($"status {Status}");
        return line[7] == '1';
    }

    private static long ParseLength(ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > 18) throw Unsound("a Content-Length that is no number");
        long length = 0;
        foreach (var digit in value)
        {
            if (!char.IsAsciiDigit((char)digit)) throw Unsound("a Content-Length that is no number");
            length = (length * 10) + (digit - '0');
        }

        return length;
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0) throw Unsound("a line without its end");
        var line = rest[..end];
        rest = rest[(end + 2)..];
        return line;
    }

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);

    internal static UpstreamException Unsound(string what) => new(UpstreamError.Protocol, $"the endpoint answered with {what}");
}
