using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>
/// The framework's client behind our port, for https back ends that may offer HTTP/2: ALPN decides, connection by connection. Names, certificates,
/// time limits and failures are those of <see cref="HttpUpstream"/>; header names arrive in lower case, as HTTP/2 sends them.
/// </summary>
internal sealed class FrameworkUpstream(TimeProvider time, UpstreamOptions options) : IUpstreamClient, IDisposable
{
    // A host may come out of a request, so that there is no end to origins. What is forgotten closes its idle connections by itself.
    private const int MaxOrigins = 256;

    private static readonly List<SslApplicationProtocol> Offered = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly BackEndConnector _connector = new(options, time);
    private readonly ConcurrentDictionary<Origin, HttpMessageInvoker> _invokers = new();

    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders)
    {
        if (_invokers.Count > MaxOrigins) _invokers.Clear();
        var invoker = _invokers.GetOrAdd(request.Origin, static (origin, self) => self.InvokerFor(origin), this);
        var limit = new CancellationTokenSource(request.TimeLimit, time);
        var message = Message(request);
        try
        {
            var response = await invoker.SendAsync(message, limit.Token);
            Copy(response, responseHeaders);
            var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return new FrameworkResponse(request.Origin, response, request.Method == "HEAD" ? 0 : response.Content.Headers.ContentLength, body, limit);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            message.Dispose();
            using (limit) throw Failure(request.Origin, exception, limit);
        }
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values) invoker.Dispose();
    }

    internal static UpstreamException Failure(Origin origin, Exception exception, CancellationTokenSource limit)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is UpstreamException known) return known;
        }

        return exception switch
        {
            _ when limit.IsCancellationRequested => new UpstreamException(UpstreamError.Timeout, $"{origin.Address} did not answer in time", exception),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded } =>
                new UpstreamException(UpstreamError.Protocol, $"{origin.Address} broke the protocol: {exception.Message}", exception),
            _ => new UpstreamException(UpstreamError.Broken, $"the connection to {origin.Address} broke", exception),
        };
    }

    private static HttpRequestMessage Message(in UpstreamRequest request)
    {
        var origin = request.Origin;
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri($"{origin.Scheme}://{origin.Address}{request.Target}", AsWritten))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = Content(request),
        };
        message.Headers.Host = origin.Authority;
        foreach (var (name, value) in request.Headers.Lines)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase)) message.Headers.Host = value;
            else if (!message.Headers.TryAddWithoutValidation(name, value)) (message.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static HttpContent? Content(in UpstreamRequest request)
    {
        if (request.BodyStream is { } stream)
        {
            var content = new StreamContent(stream);
            content.Headers.ContentLength = request.BodyStreamLength;
            return content;
        }

        return !request.Body.IsEmpty || request.StatesEmptyBody || request.Method is "POST" or "PUT" or "PATCH" ? new ReadOnlyMemoryContent(request.Body) : null;
    }

    private static void Copy(HttpResponseMessage response, HeaderList target)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            foreach (var value in values) target.Add(name, value);
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            foreach (var value in values) target.Add(name, value);
        }
    }

    private HttpMessageInvoker InvokerFor(Origin origin) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        MaxConnectionsPerServer = options.MaxConnections > 0 ? options.MaxConnections : int.MaxValue,
        MaxResponseHeadersLength = ResponseHead.MaxBytes / 1024,
        PooledConnectionIdleTimeout = options.IdleTimeout,
        PooledConnectionLifetime = options.ConnectionLifetime,
        ConnectCallback = (_, cancellationToken) => ConnectAsync(origin, cancellationToken),
    });

    // With TLS on it already, the framework takes the stream as it is, and ALPN's choice with it.
    private async ValueTask<Stream> ConnectAsync(Origin origin, CancellationToken cancellationToken)
    {
        var check = new CertificateCheck(origin);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.ConnectTimeout is { } timeout) limit.CancelAfter(timeout);
        Socket? socket = null;
        SslStream? tls = null;
        try
        {
            socket = await _connector.OpenAsync(origin, limit.Token);
            if (!origin.IsTls) return new NetworkStream(socket, ownsSocket: true);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(BackEndConnector.TlsOptions(origin, check, Offered), limit.Token);
            return tls;
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            tls?.Dispose();
            socket?.Dispose();
            throw BackEndConnector.Failure(origin, exception, check, isShort: !cancellationToken.IsCancellationRequested, isConnected: tls is not null);
        }
    }
}
