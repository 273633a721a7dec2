using System.Buffers;
using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>One connection to a back end. Used by one call at a time; between calls it lies in its origin's pool.</summary>
internal sealed class UpstreamConnection : IDisposable
{
    // A head with a body up to this size leaves in one send.
    private const int JoinedBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private byte[] _input = new byte[16 * 1024];
    private int _start;
    private int _end;

    // How much of what was received holds no end of a head.
    private int _searched;

    private readonly PayloadBuffer _output = new();
    private int _isDisposed;

    /// <param name="pool">Where it has its place, which is free again once it is closed.</param>
    /// <param name="socket">Connected.</param>
    /// <param name="tls">Over the socket, or null for a plain connection.</param>
    /// <param name="openedAt">Now, by the watch's clock.</param>
    internal UpstreamConnection(OriginPool pool, Socket socket, SslStream? tls, long openedAt)
    {
        Pool = pool;
        _socket = socket;
        _tls = tls;
        OpenedAt = openedAt;
    }

    internal OriginPool Pool { get; }

    internal Origin Origin => Pool.Origin;

    /// <summary>When it was made, in milliseconds of the watch's clock.</summary>
    internal long OpenedAt { get; }

    internal ResponseHead Head { get; } = new();

    /// <summary>When it was put into the pool, in milliseconds of the watch's clock.</summary>
    internal long IdleSince { get; set; }

    /// <summary>When the present call's time is over; <see cref="long.MaxValue"/> between calls. Read by <see cref="DeadlineWatch"/>.</summary>
    internal long Deadline { get; set; } = long.MaxValue;

    /// <summary>The limit of the present call.</summary>
    internal long TimeLimitMs { get; set; }

    /// <summary>How long the answer's body may pause, in milliseconds; 0 for as long as the call's time lasts.</summary>
    internal long IdleLimitMs { get; set; }

    /// <summary>When the present call's time is over, whatever <see cref="Deadline"/> says of a pause.</summary>
    internal long CallDeadline { get; set; }

    /// <summary>Where it stands among the watched connections, or -1.</summary>
    internal int WatchIndex { get; set; } = -1;

    /// <summary>Set by the watch before it closes the connection: what fails then failed for want of time.</summary>
    internal bool IsTimedOut { get; set; }

    /// <summary>Whether the present call has received anything, after which it must not be repeated.</summary>
    internal bool HasReceived { get; private set; }

    /// <summary>Bytes received and not yet taken.</summary>
    internal int Available => _end - _start;

    /// <summary>Sends a request whole.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="progressed">Called when a piece of a streamed body has left: a slow client does not use up the back end's time.</param>
    internal ValueTask SendAsync(in UpstreamRequest request, Action<UpstreamConnection> progressed)
    {
        HasReceived = false;
        _searched = 0;
        WriteHead(request);
        if (request.BodyStream is not null || request.Body.Length > JoinedBytes) return SendInPartsAsync(request, progressed);

        Write(request.Body.Span);
        if (_tls is null)
        {
            // The system takes a request whole nearly always.
            var sending = _socket.SendAsync(_output.Memory, SocketFlags.None);
            if (!sending.IsCompletedSuccessfully) return SendRestAsync(sending);
            var sent = sending.Result;
            if (sent < _output.Length) return SendRestAsync(new(sent));
            _output.Clear();
            return default;
        }

        return SendRestAsync(new(0));
    }

    /// <summary>Reads a head that has been received whole into <see cref="Head"/>; interim answers (1xx) are passed over.</summary>
    /// <returns>False when more has to be received first.</returns>
    internal bool TryReadHead(string requestMethod)
    {
        while (true)
        {
            var end = _input.AsSpan(_start + _searched, Available - _searched).IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                if (Available >= ResponseHead.MaxBytes) throw ResponseHead.Unsound($"a head of more than {ResponseHead.MaxBytes} bytes");
                _searched = Math.Max(0, Available - 3);
                return false;
            }

            var length = _searched + end + 4;
            Head.Read(_input.AsSpan(_start, length), requestMethod);
            _start += length;
            _searched = 0;
            if (Head.Status >= 200) return true;
            if (Head.Status == 101) throw ResponseHead.Unsound("another protocol, which was not asked for");
        }
    }

    /// <summary>Waits for more; what comes is to be handed to <see cref="Take"/>.</summary>
    internal ValueTask<int> ReceiveMoreAsync()
    {
        var free = FreeInput();
        return _tls is null ? _socket.ReceiveAsync(free, SocketFlags.None) : _tls.ReadAsync(free);
    }

    /// <summary>Counts what <see cref="ReceiveMoreAsync"/> received.</summary>
    internal void Take(int received)
    {
        if (received == 0) throw new UpstreamException(UpstreamError.Broken, $"{Origin.Address} closed the connection without an answer");
        _end += received;
        HasReceived = true;
    }

    /// <summary>Takes bytes of the body that have been received already; 0 when there are none.</summary>
    internal int TakeReceived(Span<byte> buffer)
    {
        var taken = Math.Min(Available, buffer.Length);
        _input.AsSpan(_start, taken).CopyTo(buffer);
        _start += taken;
        return taken;
    }

    /// <summary>Takes bytes of the body: received ones first, then straight from the network.</summary>
    internal async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        if (Available > 0) return TakeReceived(buffer.Span);
        return _tls is null ? await _socket.ReceiveAsync(buffer, SocketFlags.None) : await _tls.ReadAsync(buffer);
    }

    /// <summary>Takes a line without its end, for chunk sizes and trailers.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> ReceiveLineAsync(int maxBytes)
    {
        while (true)
        {
            var end = _input.AsSpan(_start, Available).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = _input.AsMemory(_start, end);
                _start += end + 2;
                return line;
            }

            if (Available > maxBytes) throw ResponseHead.Unsound("a line of a chunked body that does not end");
            if (await FillAsync() == 0) throw new UpstreamException(UpstreamError.Broken, $"{Origin.Address} closed the connection within a chunked body");
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _tls?.Dispose();
        _socket.Dispose();
        Pool.Closed();
    }

    private void WriteHead(in UpstreamRequest request)
    {
        Write(request.Method);
        Write(" "u8);
        Write(request.Target);
        Write(" HTTP/1.1\r\n"u8);
        if (!request.Headers.Contains("Host"))
        {
            Write("Host: "u8);
            Write(Origin.Authority);
            Write("\r\n"u8);
        }

        foreach (var (name, value) in request.Headers.Lines)
        {
            Write(name);
            Write(": "u8);
            Write(value);
            Write("\r\n"u8);
        }

        if (request.BodyStream is not null)
        {
            if (request.BodyStreamLength is { } length) WriteLength(length);
            else Write("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (!request.Body.IsEmpty || request.StatesEmptyBody || request.Method is "POST" or "PUT" or "PATCH")
        {
            WriteLength(request.Body.Length);
        }

        Write("\r\n"u8);
    }

    private void WriteLength(long length)
    {
        Write("Content-Length: "u8);
        Utf8Formatter.TryFormat(length, _output.GetSpan(20), out var written);
        _output.Advance(written);
        Write("\r\n"u8);
    }

    private void Write(string text) => _output.Advance(Encoding.Latin1.GetBytes(text, _output.GetSpan(text.Length)));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }

    private async ValueTask SendInPartsAsync(UpstreamRequest request, Action<UpstreamConnection> progressed)
    {
        await SendAsync(_output.Memory);
        if (request.BodyStream is { } stream) await SendAsync(stream, request.BodyStreamLength, progressed);
        else await SendAsync(request.Body);
        _output.Clear();
    }

    private async ValueTask SendRestAsync(ValueTask<int> sending)
    {
        var sent = await sending;
        await SendAsync(_output.Memory[sent..]);
        _output.Clear();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(bytes);
            return;
        }

        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None)..];
    }

    private async ValueTask SendAsync(Stream body, long? length, Action<UpstreamConnection> progressed)
    {
        var piece = ArrayPool<byte>.Shared.Rent(JoinedBytes);
        try
        {
            long sent = 0;
            while (await body.ReadAsync(piece.AsMemory(0, JoinedBytes - 32)) is > 0 and var read)
            {
                sent += read;
                if (length is null)
                {
                    _output.Clear();
                    Utf8Formatter.TryFormat(read, _output.GetSpan(20), out var written, 'X');
                    _output.Advance(written);
                    Write("\r\n"u8);
                    Write(piece.AsSpan(0, read));
                    Write("\r\n"u8);
                    await SendAsync(_output.Memory);
                }
                else
                {
                    await SendAsync(piece.AsMemory(0, read));
                }

                progressed(this);
            }

            if (length is null) await SendAsync("0\r\n\r\n"u8.ToArray());
            else if (sent != length) throw new UpstreamException(UpstreamError.RequestBroken, "The client's body ended before its length");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async ValueTask<int> FillAsync()
    {
        var received = await ReceiveMoreAsync();
        _end += received;
        return received;
    }

    // Room behind what was received: made by moving it to the front, or else by growing.
    private Memory<byte> FreeInput()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _input.Length)
        {
            if (_start > 0)
            {
                _input.AsSpan(_start, Available).CopyTo(_input);
                _end -= _start;
                _start = 0;
            }
            else
            {
                Array.Resize(ref _input, _input.Length * 2);
            }
        }

        return _input.AsMemory(_end);
    }
}
