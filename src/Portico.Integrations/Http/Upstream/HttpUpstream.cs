using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>
/// HTTP/1.1 to back ends over plain sockets. It exists because the framework's client costs a proxied request a fifth of its
/// time; it is as strict as that one: limits, framing checks, stale connections, deadlines, certificates.
/// </summary>
public sealed class HttpUpstream : IUpstreamClient, IDisposable
{
    private readonly ConnectionPool _pool;
    private readonly DeadlineWatch _watch;
    private readonly Action<UpstreamConnection> _extend;

    public HttpUpstream(TimeProvider time)
    {
        _pool = new ConnectionPool(time);
        _watch = new DeadlineWatch(time);
        _extend = connection => connection.Deadline = _watch.Now + connection.TimeLimitMs;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders)
    {
        var limitMs = (long)request.TimeLimit.TotalMilliseconds;
        var deadline = _watch.Now + limitMs;
        while (true)
        {
            var connection = _pool.TryTake(request.Origin);
            var isFresh = connection is null;
            connection ??= await ConnectAsync(request.Origin, deadline);

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
                return new UpstreamResponse(this, connection);
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
        _pool.Dispose();
        _watch.Dispose();
    }

    /// <summary>A call is over and its connection sound: it goes back to the pool.</summary>
    internal void Release(UpstreamConnection connection)
    {
        _watch.Remove(connection);
        connection.Deadline = long.MaxValue;

        // Bytes behind the answer belong to no call.
        if (connection.Head.KeepsConnection && connection.Available == 0 && !connection.IsTimedOut) _pool.Put(connection);
        else connection.Dispose();
    }

    /// <summary>A call is over before its answer was: the connection is of no further use.</summary>
    internal void GiveUp(UpstreamConnection connection)
    {
        _watch.Remove(connection);
        connection.Dispose();
    }

    internal static UpstreamException Failure(UpstreamConnection connection, Exception exception) => exception switch
    {
        _ when connection.IsTimedOut => Late(exception),
        UpstreamException known => known,
        _ => new UpstreamException(UpstreamError.Broken, "The connection to the endpoint broke", exception),
    };

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

    private async ValueTask<UpstreamConnection> ConnectAsync(Origin origin, long deadline)
    {
        var left = deadline - _watch.Now;
        if (left <= 0) throw Late(null);

        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(left));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            if (IPAddress.TryParse(origin.Host, out var address)) await socket.ConnectAsync(address, origin.Port, limit.Token);
            else await socket.ConnectAsync(origin.Host, origin.Port, limit.Token);

            if (origin.IsTls)
            {
                tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
                await tls.AuthenticateAsClientAsync(TlsOptions(origin), limit.Token);
            }

            return new UpstreamConnection(origin, socket, tls);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            tls?.Dispose();
            socket.Dispose();
            throw exception switch
            {
                OperationCanceledException => Late(exception),
                AuthenticationException => new UpstreamException(UpstreamError.Tls, exception.Message, exception),
                SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new UpstreamException(UpstreamError.NameResolution, exception.Message, exception),
                SocketException => new UpstreamException(UpstreamError.Connect, exception.Message, exception),
                _ => new UpstreamException(UpstreamError.Tls, exception.Message, exception),
            };
        }
    }

    private static SslClientAuthenticationOptions TlsOptions(Origin origin) => new()
    {
        TargetHost = origin.Host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = origin.TrustsAnyIssuer
            ? new X509ChainPolicy
            {
                // insecureSkipVerification forgives an unknown issuer, and nothing else: name and dates are still checked.
                VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority,
                RevocationMode = X509RevocationMode.NoCheck,
            }
            : null,
    };

    private static UpstreamException Late(Exception? cause) => new(UpstreamError.Timeout, "The endpoint did not answer in time", cause);
}
