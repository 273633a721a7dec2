using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Portico.Integrations.Http.Upstream;

/// <summary>Makes connections to back ends: name, address, TLS; and says in a sentence what was in the way.</summary>
internal sealed class BackEndConnector(UpstreamOptions options, TimeProvider time)
{
    private static readonly List<SslApplicationProtocol> Http11 = [SslApplicationProtocol.Http11];

    /// <summary>Connects.</summary>
    /// <param name="origin">Whom to.</param>
    /// <param name="left">How long it may take; the connect timeout may be shorter.</param>
    /// <exception cref="UpstreamException">It did not come about.</exception>
    internal async ValueTask<(Socket Socket, SslStream? Tls)> ConnectAsync(Origin origin, TimeSpan left)
    {
        var isShort = options.ConnectTimeout < left;
        var check = new CertificateCheck(origin);
        using var limit = new CancellationTokenSource(isShort ? options.ConnectTimeout!.Value : left, time);
        Socket? socket = null;
        SslStream? tls = null;
        try
        {
            socket = await OpenAsync(origin, limit.Token);
            if (origin.IsTls)
            {
                tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
                await tls.AuthenticateAsClientAsync(TlsOptions(origin, check, Http11), limit.Token);
            }

            return (socket, tls);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            tls?.Dispose();
            socket?.Dispose();
            throw Failure(origin, exception, check, isShort, isConnected: tls is not null);
        }
    }

    /// <summary>A plain connection; the first address of several that answers.</summary>
    internal async ValueTask<Socket> OpenAsync(Origin origin, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(origin.Host, out var address) ? [address] : await options.Resolve(origin.Host, cancellationToken);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        for (var index = 0; ; index++)
        {
            var socket = new Socket(addresses[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[index], origin.Port, cancellationToken);
                return socket;
            }
            catch (Exception exception)
            {
                socket.Dispose();
                if (exception is not SocketException || index == addresses.Length - 1) throw;
            }
        }
    }

    internal static SslClientAuthenticationOptions TlsOptions(Origin origin, CertificateCheck check, List<SslApplicationProtocol> protocols) => new()
    {
        TargetHost = origin.ServerName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = protocols,
        ClientCertificateContext = origin.Tls.Identity?.Context,
        RemoteCertificateValidationCallback = check.Accept,
    };

    /// <summary>What a failure to connect means.</summary>
    /// <param name="isShort">Whether the connect timeout was shorter than the time that was left.</param>
    /// <param name="isConnected">Whether it failed in TLS.</param>
    internal static UpstreamException Failure(Origin origin, Exception exception, CertificateCheck check, bool isShort, bool isConnected) => exception switch
    {
        OperationCanceledException when isShort => new UpstreamException(UpstreamError.Connect, $"{origin.Address} did not accept a connection within the connect timeout", exception),
        OperationCanceledException => new UpstreamException(UpstreamError.Timeout, $"no connection to {origin.Address} came about in time", exception),
        _ when check.Refusal is { } refusal => new UpstreamException(UpstreamError.Tls, refusal, exception),
        _ when isConnected => new UpstreamException(UpstreamError.Tls, $"{origin.Address} and the gateway did not come to terms on TLS: {Innermost(exception).Message}", exception),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            new UpstreamException(UpstreamError.NameResolution, $"the host name '{origin.Host}' leads to no address", exception),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new UpstreamException(UpstreamError.Connect, $"nobody listens at {origin.Address} (connection refused)", exception),
        _ => new UpstreamException(UpstreamError.Connect, $"{origin.Address} cannot be reached: {exception.Message}", exception),
    };

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception;
    }
}
