using System.Globalization;
using System.Net.Sockets;

namespace Portico.Integrations.Http.Upstream;

/// <summary>An answer that comes over one of our own connections.</summary>
internal sealed class SocketResponse : UpstreamResponse
{
    private const int MaxChunkLineBytes = 1024;

    private readonly HttpUpstream _owner;
    private UpstreamConnection? _connection;
    private long _left;
    private bool _isFirstChunk = true;

    internal SocketResponse(HttpUpstream owner, UpstreamConnection connection)
        : base(connection.Head.Status, connection.Head.Framing switch { BodyFraming.None => 0, BodyFraming.Length => connection.Head.ContentLength, _ => null })
    {
        _owner = owner;
        _connection = connection;
        var head = connection.Head;
        _left = head.Framing == BodyFraming.Length ? head.ContentLength : 0;
        if (ContentLength == 0) Finish();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_connection is not { } connection) return new(0);

        // Most bodies have come together with their head.
        if (connection.Head.Framing != BodyFraming.Length || connection.Available == 0) return ReceiveAsync(connection, buffer);
        var taken = connection.TakeReceived(buffer.Length <= _left ? buffer.Span : buffer.Span[..(int)_left]);
        _left -= taken;
        if (_left == 0) Finish();
        return new(taken);
    }

    /// <summary>Gives the connection up; one whose answer was not read to its end is closed.</summary>
    public override void Dispose()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        _owner.GiveUp(connection);
    }

    private async ValueTask<int> ReceiveAsync(UpstreamConnection connection, Memory<byte> buffer)
    {
        try
        {
            var read = connection.Head.Framing switch
            {
                BodyFraming.Length => await ReadPartAsync(connection, buffer),
                BodyFraming.Chunked => await ReadChunkAsync(connection, buffer),
                _ => await connection.ReceiveAsync(buffer),
            };
            if (connection.IdleLimitMs > 0) _owner.Progressed(connection);
            if (read == 0 || (connection.Head.Framing == BodyFraming.Length && _left == 0)) Finish();
            return read;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            var failure = HttpUpstream.Failure(connection, exception);
            Dispose();
            throw failure;
        }
    }

    private async ValueTask<int> ReadPartAsync(UpstreamConnection connection, Memory<byte> buffer)
    {
        var read = await connection.ReceiveAsync(buffer.Length <= _left ? buffer : buffer[..(int)_left]);
        if (read == 0) throw new UpstreamException(UpstreamError.Broken, string.Create(CultureInfo.InvariantCulture, $"{connection.Origin.Address} closed the connection {_left} bytes before the end of its answer"));
        _left -= read;
        return read;
    }

    private async ValueTask<int> ReadChunkAsync(UpstreamConnection connection, Memory<byte> buffer)
    {
        if (_left == 0)
        {
            // The line end behind a chunk's data.
            if (!_isFirstChunk && (await connection.ReceiveLineAsync(MaxChunkLineBytes)).Length != 0) throw ResponseHead.Unsound("a chunk that is longer than it says");
            _isFirstChunk = false;
            _left = ChunkSize((await connection.ReceiveLineAsync(MaxChunkLineBytes)).Span);
            if (_left == 0)
            {
                // Trailers are dropped; they end with an empty line.
                for (var lines = 0; (await connection.ReceiveLineAsync(ResponseHead.MaxBytes)).Length > 0; lines++)
                {
                    if (lines == 100) throw ResponseHead.Unsound("more than 100 trailer lines");
                }

                return 0;
            }
        }

        var read = await connection.ReceiveAsync(buffer.Length <= _left ? buffer : buffer[..(int)_left]);
        if (read == 0) throw new UpstreamException(UpstreamError.Broken, $"{connection.Origin.Address} closed the connection within a chunked body");
        _left -= read;
        return read;
    }

    private static long ChunkSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        var digits = end < 0 ? line : line[..end];
        if (digits.Length is 0 or > 15) throw ResponseHead.Unsound("a chunk without a size");
        long size = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit)) throw ResponseHead.Unsound("a chunk without a size");
            size = (size << 4) | (long)Convert.ToInt32(((char)digit).ToString(), 16);
        }

        return size;
    }

    // The body is complete: the connection may serve the next call.
    private void Finish()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        _owner.Release(connection);
    }
}
