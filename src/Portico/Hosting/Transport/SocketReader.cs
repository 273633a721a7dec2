using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;

namespace Portico.Hosting.Transport;

/// <summary>
/// Reads a socket into one piece of memory, when it is asked to. One reader, as for every pipe; <see cref="CancelPendingRead"/>
/// may come from any thread.
/// </summary>
/// <remarks>
/// How much is held is the reader's decision: memory grows only while everything received has been examined and not consumed,
/// which the HTTP layer bounds by its limits for heads and the gateway by those for bodies.
/// </remarks>
internal sealed class SocketReader : PipeReader, IValueTaskSource<ReadResult>, IDisposable
{
    private const int UsualBytes = 4096;

    private readonly SocketConnection _connection;
    private readonly Socket _socket;
    private readonly Receiver _receiver;
    private readonly Lock _sync = new();
    private ManualResetValueTaskSourceCore<ReadResult> _waiter;

    // Received and not consumed is [_start, _end); what of it has been looked at without being enough ends at _examined.
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _start;
    private int _end;
    private int _examined;

    // True while the socket may write behind _end: then nothing is moved. Changed under _sync, set by the reader only.
    private volatile bool _isReceiving;

    // Guarded by _sync.
    private bool _isAwaited;
    private bool _isCancelled;
    private bool _isOver;
    private Exception? _failure;
    private bool _isComplete;

    internal SocketReader(SocketConnection connection, Socket socket)
    {
        _connection = connection;
        _socket = socket;
        _receiver = new Receiver(this);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.CanBeCanceled ? ReadUntilCancelledAsync(cancellationToken) : ReadOnAsync();

    // Asked by TLS, whose handshakes have an end; the HTTP layer never does.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadUntilCancelledAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var registration = cancellationToken.UnsafeRegister(static reader => ((SocketReader)reader!).CancelPendingRead(), this);
        var result = await ReadOnAsync();
        if (result.IsCanceled) cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private ValueTask<ReadResult> ReadOnAsync()
    {
        short version;
        lock (_sync)
        {
            if (Ready() is { } ready) return new(ready);
            _isAwaited = true;
            _waiter.Reset();
            version = _waiter.Version;
            if (_isReceiving) return new(this, version);
            MakeRoom();
            _isReceiving = true;
        }

        try
        {
            _receiver.SetBuffer(_bytes, _end, _bytes.Length - _end);
            if (_socket.ReceiveAsync(_receiver)) return new(this, version);
        }
        catch (ObjectDisposedException)
        {
            _receiver.SocketError = SocketError.OperationAborted;
        }

        lock (_sync)
        {
            Take();

            // Cancelled in between: who cancelled has answered the waiter, and the data are there for the next read.
            if (!_isAwaited) return new(this, version);
            _isAwaited = false;
            return _failure is null ? new(Result(isCancelled: false)) : ValueTask.FromException<ReadResult>(_failure);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_sync)
        {
            var ready = Ready();
            result = ready.GetValueOrDefault();
            return ready is not null;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isReceiving)
        {
            Advance(consumed.GetInteger(), examined.GetInteger());
            if (_start == _end) _start = _end = _examined = 0;
            return;
        }

        lock (_sync) Advance(consumed.GetInteger(), examined.GetInteger());
    }

    /// <summary>Wakes the reader, or the next one who wants to read.</summary>
    public override void CancelPendingRead()
    {
        ReadResult result;
        lock (_sync)
        {
            if (!_isAwaited)
            {
                _isCancelled = true;
                return;
            }

            _isAwaited = false;
            result = Result(isCancelled: true);
        }

        _waiter.SetResult(result);
    }

    public void Dispose()
    {
        Complete();
        _receiver.Dispose();
    }

    public override void Complete(Exception? exception = null)
    {
        lock (_sync)
        {
            if (_isComplete) return;
            _isComplete = true;

            // A receive that is still on its way would write into memory that has gone back: then it is left to the collector.
            if (!_isReceiving) ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _start = _end = _examined = 0;
        }
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _waiter.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token, flags);

    private void Received()
    {
        ReadResult result;
        lock (_sync)
        {
            Take();
            if (!_isAwaited) return;
            _isAwaited = false;
            result = Result(isCancelled: false);
        }

        // Outside the lock: the waiter goes on here, and has the whole of the next request before it.
        if (_failure is { } failure) _waiter.SetException(failure);
        else _waiter.SetResult(result);
    }

    // Under _sync: what can be answered without receiving, or null.
    private ReadResult? Ready()
    {
        if (_isComplete) throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        if (_isCancelled)
        {
            _isCancelled = false;
            return Result(isCancelled: true);
        }

        if (_examined < _end) return Result(isCancelled: false);
        if (_failure is { } failure) throw failure;
        return _isOver ? Result(isCancelled: false) : null;
    }

    // Under _sync: the outcome of a receive.
    private void Take()
    {
        _isReceiving = false;
        if (_receiver.SocketError == SocketError.Success && _receiver.BytesTransferred > 0)
        {
            if (!_isComplete) _end += _receiver.BytesTransferred;
            return;
        }

        // The client sends no more, but may well wait for an answer.
        _isOver = true;
        if (_receiver.SocketError == SocketError.Success) return;

        _failure = _receiver.SocketError switch
        {
            _ when _connection.AbortReason is { } reason => reason,
            SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted =>
                new ConnectionResetException("The client reset the connection.", new SocketException((int)_receiver.SocketError)),
            SocketError.OperationAborted => new ConnectionAbortedException(),
            var error => new IOException($"Receiving failed: {error}", new SocketException((int)error)),
        };
        _connection.NoteEnd();
    }

    private ReadResult Result(bool isCancelled) => new(new ReadOnlySequence<byte>(_bytes, _start, _end - _start), isCancelled, _isOver);

    private void Advance(int consumed, int examined)
    {
        _start = consumed;
        _examined = examined;
    }

    // Under _sync, and only while nothing is on its way.
    private void MakeRoom()
    {
        if (_end < _bytes.Length) return;

        var held = _end - _start;
        if (held <= _bytes.Length / 2)
        {
            _bytes.AsSpan(_start, held).CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            _bytes.AsSpan(_start, held).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _examined -= _start;
        _start = 0;
        _end = held;
    }

    private sealed class Receiver(SocketReader reader) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => reader.Received();
    }
}
