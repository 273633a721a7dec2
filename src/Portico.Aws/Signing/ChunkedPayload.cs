using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>The <c>aws-chunked</c> content coding: <c>{size in hex};chunk-signature={64 hex digits}</c>, the bytes, and an empty chunk at the end.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html"/>
public static class ChunkedPayload
{
    // A size and a signature, and room for extensions that do not exist yet.
    private const int LongestLine = 256;

    /// <summary>Writes a body in signed chunks.</summary>
    /// <param name="chunkBytes">At least 8 KB for S3.</param>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> body, int chunkBytes, ChunkSignatures signatures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkBytes, 1);
        while (true)
        {
            var chunk = body[..Math.Min(chunkBytes, body.Length)];
            to.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x};chunk-signature={signatures.Next(chunk)}\r\n")));
            to.Write(chunk);
            to.Write("\r\n"u8);
            if (chunk.IsEmpty) return;
            body = body[chunk.Length..];
        }
    }

    /// <summary>Reads a body out of its chunks.</summary>
    /// <param name="signatures">Null for chunks without signatures.</param>
    /// <returns>False when the framing is broken, a chunk is missing, or a signature is not the right one; what was written then is not to be used.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, ChunkSignatures? signatures, IBufferWriter<byte> to)
    {
        while (true)
        {
            var end = text[..Math.Min(text.Length, LongestLine)].IndexOf("\r\n"u8);
            if (end < 0) return false;
            var line = text[..end];
            text = text[(end + 2)..];
            if (!Utf8Parser.TryParse(line, out uint size, out var used, 'x') || used > 8 || size > text.Length) return false;

            var chunk = text[..(int)size];
            if (signatures is not null)
            {
                var extension = line[used..];
                if (!extension.StartsWith(";chunk-signature="u8) || !signatures.IsNext(chunk, extension[";chunk-signature="u8.Length..])) return false;
            }

            text = text[(int)size..];
            if (size == 0) return true;
            to.Write(chunk);
            if (!text.StartsWith("\r\n"u8)) return false;
            text = text[2..];
        }
    }
}
