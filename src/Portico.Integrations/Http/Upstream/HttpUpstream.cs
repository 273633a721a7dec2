using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>
/// HTTP/1.1 to back ends over plain sockets. It exists because the framework's client costs a proxied request a fifth of its
/// time; it is as strict as that one: limits, framing checks, stale connections, deadlines, certificates.
/// </summary>
public sealed class HttpUpstream : IUpstreamClient, IDisposable
{
    private readonly TimeProvider _time;
    private readonly BackEndConnector _connector;
    private readonly ConnectionPool _pools;
    private readonly DeadlineWatch _watch;
    private readonly Action<UpstreamConnection> _extend;

    /// <param name="time">Keeps time limits, and dates connections.</param>
    /// <param name="options">How connections are kept; null for the defaults.</param>
    public HttpUpstream(TimeProvider time, UpstreamOptions? options = null)
    {
        options ??= new UpstreamOptions();
        _time = time;
        _connector = new BackEndConnector(options, time);
        _watch = new DeadlineWatch(time);
        _pools = new ConnectionPool(options, time, () => _watch.Now);
        _extend = connection => connection.Deadline = _watch.Now + connection.TimeLimitMs;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders)
    {
        var limitMs = (long)request.TimeLimit.TotalMilliseconds;
        var now = _watch.Now;
        var deadline = now + limitMs;
        while (true)
        {
            var pool = _pools.Of(request.Origin);
            var turn = pool.Take(now);
            var connection = turn.Connection;
            if (connection is null && !turn.MayOpen)
            {
                if (turn.Waiting is null) continue;
                connection = await WaitAsync(pool, turn.Waiting, deadline);
            }

            var isFresh = connection is null;
            connection ??= await ConnectAsync(pool, deadline);

            // Before anything is sent: where the other end has closed, or sent what nobody asked for, this is known at once, and
            // costs nothing, since the answer is to be waited for anyway.
            var receiving = connection.ReceiveMoreAsync();
            if (!isFresh && receiving.IsCompleted)
            {
                connection.Dispose();
                continue;
            }

            connection.TimeLimitMs = limitMs;
            connection.Deadline = deadline;
            _watch.Add(connection);
            try
            {
                if (request.BodyStream is null) await connection.SendAsync(request, _extend);
                else await SendStreamedAsync(connection, request);

                // Where a call waits: here and not in a method of the connection's own, which would cost every call one more state machine.
                connection.Take(await receiving);
                while (!connection.TryReadHead(request.Method)) connection.Take(await connection.ReceiveMoreAsync());
                foreach (var (name, value) in connection.Head.Headers.Lines) responseHeaders.Add(name, value);
                if (request.IdleLimit is { } idle) WatchPauses(connection, idle, deadline);
                return new SocketResponse(this, connection);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                var failure = Failure(connection, exception);
                var mayRepeat = !isFresh && request.IsRepeatable && !connection.HasReceived && failure.Error == UpstreamError.Broken;
                GiveUp(connection);

                // An idle connection may have been closed by the other end just as it was taken: that is nobody's failure.
                if (!mayRepeat) throw failure;
            }
        }
    }

    public void Dispose()
    {
        _pools.Dispose();
        _watch.Dispose();
    }

    /// <summary>A call is over and its connection sound: it goes back to the pool.</summary>
    internal void Release(UpstreamConnection connection)
    {
        _watch.Remove(connection);
        connection.Deadline = long.MaxValue;
        connection.IdleLimitMs = 0;

        // Bytes behind the answer belong to no call.
        if (connection.Head.KeepsConnection && connection.Available == 0 && !connection.IsTimedOut) connection.Pool.Put(connection, _watch.Now);
        else connection.Dispose();
    }

    /// <summary>A call is over before its answer was: the connection is of no further use.</summary>
    internal void GiveUp(UpstreamConnection connection)
    {
        _watch.Remove(connection);
        connection.Dispose();
    }

    /// <summary>A piece of a body has come whose pauses are limited: the next one may take as long again.</summary>
    internal void Progressed(UpstreamConnection connection) => connection.Deadline = Math.Min(connection.CallDeadline, _watch.Now + connection.IdleLimitMs);

    internal static UpstreamException Failure(UpstreamConnection connection, Exception exception) => exception switch
    {
        _ when connection.IsTimedOut => Late(connection.Origin, exception),
        UpstreamException known => known,
        _ => new UpstreamException(UpstreamError.Broken, $"the connection to {connection.Origin.Address} broke: {exception.Message}", exception),
    };

    private void WatchPauses(UpstreamConnection connection, TimeSpan idle, long deadline)
    {
        // A body may have been sent meanwhile, which moved the deadline.
        connection.CallDeadline = Math.Max(deadline, connection.Deadline);
        connection.IdleLimitMs = (long)idle.TotalMilliseconds;
        Progressed(connection);
    }

    private async ValueTask SendStreamedAsync(UpstreamConnection connection, UpstreamRequest request)
    {
        try
        {
            await connection.SendAsync(request, _extend);
        }
        catch (Exception exception) when (exception is IOException and not UpstreamException or SocketException && !connection.IsTimedOut)
        {
            // A back end may answer and close while the body is still on its way (413 and the like): its answer counts.
        }
    }

    private async ValueTask<UpstreamConnection?> WaitAsync(OriginPool pool, TaskCompletionSource<UpstreamConnection?> waiting, long deadline)
    {
        try
        {
            return await waiting.Task.WaitAsync(Left(pool.Origin, deadline), _time);
        }
        catch (Exception exception) when (exception is TimeoutException or UpstreamException)
        {
            // What was handed over at this very moment is not lost.
            if (!waiting.TrySetCanceled()) return await waiting.Task;
            throw new UpstreamException(UpstreamError.Timeout, $"all {pool.MaxOpen} connections to {pool.Origin.Address} that are allowed were in use", exception);
        }
    }

    private async ValueTask<UpstreamConnection> ConnectAsync(OriginPool pool, long deadline)
    {
        try
        {
            var (socket, tls) = await _connector.ConnectAsync(pool.Origin, Left(pool.Origin, deadline));
            return new UpstreamConnection(pool, socket, tls, _watch.Now);
        }
        catch
        {
            pool.Closed();
            throw;
        }
    }

    private TimeSpan Left(Origin origin, long deadline) =>
        deadline - _watch.Now is > 0 and var left ? TimeSpan.FromMilliseconds(left) : throw Late(origin, null);

    private static UpstreamException Late(Origin origin, Exception? cause) => new(UpstreamError.Timeout, $"{origin.Address} did not answer in time", cause);
}
