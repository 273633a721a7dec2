using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Portico.Hosting.Transport;

/// <summary>Gathers what is written and sends it at the flush, on the thread that flushes. One writer at a time, as for every pipe.</summary>
internal sealed class SocketWriter(SocketConnection connection, Socket socket) : PipeWriter
{
    private const int UsualBytes = 4096;

    // Rented from the first byte to the flush, so that idle connections hold none.
    private byte[] _bytes = [];
    private int _length;
    private bool _isOver;
    private volatile bool _isCancelled;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    public override void Advance(int bytes) => _length += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <returns>Completed when the system has taken all bytes; <see cref="FlushResult.IsCompleted"/> when the client takes no more.</returns>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_length == 0 || _isOver) return new(Flushed());

        ValueTask<int> sending;
        try
        {
            sending = socket.SendAsync(_bytes.AsMemory(0, _length), SocketFlags.None, CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            Broken();
            return new(Flushed());
        }

        if (!sending.IsCompletedSuccessfully) return SentAsync(sending);
        var sent = sending.Result;
        if (sent != _length) return SentAsync(new(sent));
        GiveBack();
        return new(Flushed());
    }

    /// <summary>What has been handed to the system cannot be called back: a pending flush ends with its send, and says that it was cancelled.</summary>
    public override void CancelPendingFlush() => _isCancelled = true;

    public override void Complete(Exception? exception = null)
    {
        _isOver = true;
        GiveBack();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> SentAsync(ValueTask<int> sending)
    {
        try
        {
            var sent = await sending;
            while (sent < _length) sent += await socket.SendAsync(_bytes.AsMemory(sent, _length - sent), SocketFlags.None, CancellationToken.None);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Broken();
            return Flushed();
        }

        GiveBack();
        return Flushed();
    }

    private FlushResult Flushed()
    {
        var isCancelled = _isCancelled;
        if (isCancelled) _isCancelled = false;
        return new(isCancelled, _isOver);
    }

    private void Broken()
    {
        _isOver = true;
        GiveBack();
        connection.NoteEnd();
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(UsualBytes, _bytes.Length * 2)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private void GiveBack()
    {
        _length = 0;
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
