using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>Sends one HTTP/1.1 request to a back end.</summary>
public interface IUpstreamClient
{
    /// <summary>Sends and waits for the head of the answer. Redirects are not followed, cookies not kept, bodies not decompressed.</summary>
    /// <param name="request">What to send, and to whom.</param>
    /// <param name="responseHeaders">Gets every header line of the answer, framing included, in the back end's spelling.</param>
    /// <returns>The answer, to be disposed by the caller once its body has been read.</returns>
    /// <exception cref="UpstreamException">The back end could not be reached, took too long, or broke the protocol or the connection.</exception>
    ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders);
}
