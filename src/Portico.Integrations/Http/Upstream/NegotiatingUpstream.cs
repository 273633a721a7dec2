using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>Plain back ends by our own client, https ones by the framework's, which speaks HTTP/2 where it is offered.</summary>
internal sealed class NegotiatingUpstream(HttpUpstream plain, FrameworkUpstream tls) : IUpstreamClient, IDisposable
{
    public ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders) =>
        request.Origin.IsTls ? tls.SendAsync(request, responseHeaders) : plain.SendAsync(request, responseHeaders);

    public void Dispose()
    {
        plain.Dispose();
        tls.Dispose();
    }
}
