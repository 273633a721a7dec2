using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Portico.Lambda.Calls;

namespace Portico.Lambda.Channels;

/// <summary>Frames over a local socket: how Portico's own bootstraps are talked to.</summary>
internal sealed class SocketChannel : IRuntimeChannel
{
    private const int BufferBytes = 16 * 1024;

    // A function that goes on beyond what may be answered is read so far, to keep it alive; then it is given up.
    private const int DrainedBytes = 64 * 1024 * 1024;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly CancellationTokenSource _aborting = new();
    private Socket? _socket;
    private bool _isDisposed;
    private int _start;
    private int _end;

    /// <param name="path">Where the socket is made; nothing may stand there.</param>
    internal SocketChannel(string path)
    {
        _path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PORTICO_RUNTIME_SOCKET"] = path };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public async ValueTask<RuntimeReply?> WaitUntilReadyAsync()
    {
        try
        {
            _socket = await _listener.AcceptAsync(_aborting.Token).ConfigureAwait(false);

            // Only the one process: nobody else finds a way in.
            _listener.Dispose();
            File.Delete(_path);
            var (type, length) = await ReadHeadAsync().ConfigureAwait(false);
            return type switch
            {
                'N' when length == 0 => null,
                'X' when length <= Limits.MaxResponseBytes => new(RuntimeReplyKind.LastError, await ReadAsync(length).ConfigureAwait(false)),
                _ => RuntimeReply.Gone,
            };
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            return RuntimeReply.Gone;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RuntimeReply> ExchangeAsync(FunctionCall call, ReadOnlyMemory<byte> frame)
    {
        try
        {
            var socket = _socket!;
            var sent = await socket.SendAsync(frame, SocketFlags.None).ConfigureAwait(false);
            while (sent < frame.Length) sent += await socket.SendAsync(frame[sent..], SocketFlags.None).ConfigureAwait(false);

            // Nearly every answer is here with the first read: no further state machines for it.
            if (_start == _end)
            {
                (_start, _end) = (0, 0);
                _end = await socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None).ConfigureAwait(false);
                if (_end == 0) return RuntimeReply.Gone;
            }

            var (type, length) = HasHead ? TakeHead() : await ReadHeadAsync().ConfigureAwait(false);
            if (type == 'S') return await StreamAsync(call, length).ConfigureAwait(false);
            if (length < 1 || KindOf(type) is not { } kind) return RuntimeReply.Gone;
            var isHere = _end - _start >= length;
            var marks = isHere ? _buffer[_start++] : await ReadByteAsync().ConfigureAwait(false);
            length--;
            if (length > Limits.MaxResponseBytes) return await SkipAsync(length).ConfigureAwait(false) ? new(RuntimeReplyKind.TooLarge, Marks: marks) : RuntimeReply.Gone;
            return new(kind, isHere ? TakeHeld(length) : await ReadAsync(length).ConfigureAwait(false), marks);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            return RuntimeReply.Gone;
        }
    }

    public void Abort()
    {
        if (Volatile.Read(ref _isDisposed)) return;
        _aborting.Cancel();
        _socket?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Abort();
        Volatile.Write(ref _isDisposed, true);
        _listener.Dispose();
        File.Delete(_path);
        return default;
    }

    private static RuntimeReplyKind? KindOf(char type) => type switch
    {
        'R' => RuntimeReplyKind.Answer,
        'E' => RuntimeReplyKind.Error,
        'D' => RuntimeReplyKind.LastError,
        _ => null,
    };

    private static bool IsEnd(Exception exception) => exception is SocketException or IOException or ObjectDisposedException or OperationCanceledException;

    private async ValueTask<RuntimeReply> StreamAsync(FunctionCall call, int length)
    {
        if (length > 1024) return RuntimeReply.Gone;
        using var name = await ReadAsync(length).ConfigureAwait(false);
        var contentType = Encoding.UTF8.GetString(name.Span);
        var collected = call.Stream is null ? new PooledBytes() : null;
        call.Stream?.Begin(contentType);
        var tooLarge = false;
        long total = 0;
        while (true)
        {
            var (type, size) = await ReadHeadAsync().ConfigureAwait(false);
            if (type == 'C')
            {
                total += size;
                if (size > DrainedBytes || total > Limits.MaxStreamedBytes) return RuntimeReply.Gone;
                tooLarge |= collected is not null && total > Limits.MaxResponseBytes;
                if (tooLarge)
                {
                    if (!await SkipAsync(size).ConfigureAwait(false)) return RuntimeReply.Gone;
                    continue;
                }

                using var chunk = await ReadAsync(size).ConfigureAwait(false);
                if (call.Stream is { } stream) await stream.WriteAsync(chunk.Memory).ConfigureAwait(false);
                else System.Buffers.BuffersExtensions.Write(collected!, chunk.Span);
                continue;
            }

            if (type != 'F' || size < 1 || size > Limits.MaxResponseBytes) return RuntimeReply.Gone;
            var marks = await ReadByteAsync().ConfigureAwait(false);
            if (size > 1)
            {
                collected?.Dispose();
                return new(RuntimeReplyKind.Error, await ReadAsync(size - 1).ConfigureAwait(false), marks);
            }

            return tooLarge ? new(RuntimeReplyKind.TooLarge, Marks: marks) : new(RuntimeReplyKind.Answer, collected ?? new PooledBytes(), marks, contentType);
        }
    }

    private bool HasHead => _end - _start >= Frames.HeadBytes;

    private async ValueTask<(char Type, int Length)> ReadHeadAsync()
    {
        while (!HasHead) await FillAsync().ConfigureAwait(false);
        return TakeHead();
    }

    private (char Type, int Length) TakeHead()
    {
        var head = _buffer.AsSpan(_start);
        var length = BinaryPrimitives.ReadInt32BigEndian(head) - 1;
        var type = (char)head[Frames.LengthBytes];
        _start += Frames.HeadBytes;
        return length < 0 ? ('\0', 0) : (type, length);
    }

    private PooledBytes TakeHeld(int length)
    {
        var bytes = PooledBytes.Of(_buffer.AsSpan(_start, length));
        _start += length;
        return bytes;
    }

    private async ValueTask<byte> ReadByteAsync()
    {
        if (_start == _end) await FillAsync().ConfigureAwait(false);
        return _buffer[_start++];
    }

    private async ValueTask<PooledBytes> ReadAsync(int length)
    {
        var bytes = new PooledBytes();
        var target = bytes.GetMemory(length)[..length];
        var held = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, held).CopyTo(target.Span);
        _start += held;
        while (held < length)
        {
            var read = await _socket!.ReceiveAsync(target[held..], SocketFlags.None).ConfigureAwait(false);
            if (read == 0) throw new IOException("The function's process has closed its socket.");
            held += read;
        }

        bytes.Advance(length);
        return bytes;
    }

    private async ValueTask<bool> SkipAsync(int length)
    {
        if (length > DrainedBytes) return false;
        while (length > 0)
        {
            if (_start == _end) await FillAsync().ConfigureAwait(false);
            var skipped = Math.Min(length, _end - _start);
            _start += skipped;
            length -= skipped;
        }

        return true;
    }

    private async ValueTask FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None).ConfigureAwait(false);
        if (read == 0) throw new IOException("The function's process has closed its socket.");
        _end += read;
    }
}
