using System.Collections.Immutable;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.Failures;
using Portico.Hosting.Transport;
using Portico.Tls;

namespace Portico.Hosting;

/// <summary>The data plane's listener: Kestrel with nothing between its HTTP layer and the gateway, nor between its HTTP layer and the sockets.</summary>
internal sealed class GatewayListener : IAsyncDisposable
{
    // Quotas of REST APIs: 10,240 bytes of URL, and as much of headers.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
    private const int MaxUrlBytes = 10_240;
    private const int MaxHeaderBytes = 10_240;

    // What a request line has beside its URL: the longest method, the version, two blanks and a line end.
    private const int RequestLineBytes = 64;

    private readonly KestrelServer _server;
    private readonly ServiceProvider? _services;

    private GatewayListener(KestrelServer server, ServiceProvider? services)
    {
        _server = server;
        _services = services;
    }

    /// <summary>The addresses in use, with the ports that were chosen where 0 was asked for.</summary>
    internal ImmutableArray<string> Urls => [.. _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <param name="endpoints">For http.</param>
    /// <param name="tlsEndpoints">For https.</param>
    /// <param name="tls">Which certificate is shown to whom.</param>
    /// <param name="gateway">Answers.</param>
    /// <param name="loggers">The server's.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CommandFailure">An address cannot be listened on.</exception>
    internal static async Task<GatewayListener> StartAsync(
        ImmutableArray<IPEndPoint> endpoints, ImmutableArray<IPEndPoint> tlsEndpoints, TlsTable tls, RestGateway gateway, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,

            // Header lines are bytes to a gateway: what came in goes out.
            RequestHeaderEncodingSelector = static _ => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static _ => Encoding.Latin1,
        };
        SetLimits(options.Limits);
        var services = tlsEndpoints.IsEmpty ? null : TlsListening.Services(loggers);
        if (services is not null) options.ApplicationServices = services;
        foreach (var endpoint in endpoints) options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        foreach (var endpoint in tlsEndpoints) options.Listen(endpoint, listen => listen.UseTls(tls));

        var server = new KestrelServer(Options.Create(options), new SocketTransport(), loggers);
        try
        {
            await server.StartAsync(new GatewayApplication(gateway), cancellationToken);
        }
        catch (IOException exception)
        {
            server.Dispose();
            if (services is not null) await services.DisposeAsync();
            throw CommandFailure.CannotStart($"cannot listen on {string.Join(", ", endpoints.Concat(tlsEndpoints).Select(ListenAddress.Url))}: {exception.InnerException?.Message ?? exception.Message}; stop what uses the port, or give another by --gateway-urls", exception);
        }

        return new GatewayListener(server, services);
    }

    /// <summary>Takes no new connections and lets running requests end.</summary>
    internal Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return _services?.DisposeAsync() ?? default;
    }

    internal static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = MaxUrlBytes + RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = 1000;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(310);

        // The gateway counts a body itself and answers one that is too large in AWS's words. The server counts the framing of
        // chunks as well, which may be more than the body, so its own bound is only there for what nobody reads.
        limits.MaxRequestBodySize = 8L * RequestBodies.MaxBytes;
    }
}
