using System.IO.Compression;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Compression;

/// <summary>Compresses and decompresses bodies that are in memory.</summary>
internal static class CodedBodies
{
    /// <summary>Bodies up to this size are compressed on the socket's thread; larger ones would keep others waiting.</summary>
    internal const int CompressedAtOnceBytes = 16 * 1024;

    /// <summary>What comes of more than this may be thousand times as much.</summary>
    internal const int DecompressedAtOnceBytes = 2 * 1024;

    internal static void Compress(ReadOnlySpan<byte> body, ContentCoding coding, PayloadBuffer into)
    {
        into.Clear();
        using var target = new PayloadStream(into);
        using Stream compressor = coding == ContentCoding.Gzip ? new GZipStream(target, CompressionLevel.Fastest) : new ZLibStream(target, CompressionLevel.Fastest);
        compressor.Write(body);
    }

    /// <summary>Decompresses whole.</summary>
    /// <returns>False when the bytes are not of that coding; null when more than <paramref name="maxBytes"/> would come of them.</returns>
    internal static bool? TryDecompress(ReadOnlyMemory<byte> body, ContentCoding coding, PayloadBuffer into, int maxBytes)
    {
        into.Clear();
        using var source = new MemoryStream(body.ToArray(), writable: false);
        using Stream decompressor = coding == ContentCoding.Gzip ? new GZipStream(source, CompressionMode.Decompress)
            : IsZlib(body.Span) ? new ZLibStream(source, CompressionMode.Decompress)

            // What many clients send under that name.
            : new DeflateStream(source, CompressionMode.Decompress);
        try
        {
            while (decompressor.Read(into.GetSpan(4096)) is > 0 and var read)
            {
                into.Advance(read);
                if (into.Length > maxBytes) return null;
            }

            // A message that broke off gives what was whole in it, without a word.
            return into.Length > 0 && source.Position == source.Length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool IsZlib(ReadOnlySpan<byte> body) => body.Length > 1 && (body[0] & 0x0F) == 8 && ((body[0] << 8) | body[1]) % 31 == 0;

    private sealed class PayloadStream(PayloadBuffer buffer) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => buffer.Length;

        public override long Position { get => buffer.Length; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> source)
        {
            source.CopyTo(buffer.GetSpan(source.Length));
            buffer.Advance(source.Length);
        }

        public override void Write(byte[] source, int offset, int count) => Write(source.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] target, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
