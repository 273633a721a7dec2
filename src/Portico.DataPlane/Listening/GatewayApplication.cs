using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Listening;

/// <summary>The data plane as the server sees it: no middleware, no routing, one invocation per connection.</summary>
public sealed class GatewayApplication(RestGateway gateway) : IHttpApplication<GatewayApplication.Exchange>
{
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps the exchange with the connection (or HTTP/2 stream), so its memory serves request after request.
        if (contextFeatures is not IHostContextContainer<Exchange> container) return new Exchange(gateway.NewInvocation(), contextFeatures);

        var exchange = container.HostContext ??= new Exchange(gateway.NewInvocation(), contextFeatures);
        exchange.Features = contextFeatures;
        return exchange;
    }

    public Task ProcessRequestAsync(Exchange context)
    {
        var handling = gateway.HandleAsync(context.Features, context.Invocation);
        return handling.IsCompletedSuccessfully ? Task.CompletedTask : handling.AsTask();
    }

    public void DisposeContext(Exchange context, Exception? exception) => context.Invocation.End();

    /// <summary>A connection's invocation and the features of its present request.</summary>
    public sealed class Exchange(Invocation invocation, IFeatureCollection features)
    {
        public Invocation Invocation { get; } = invocation;

        public IFeatureCollection Features { get; internal set; } = features;
    }
}
