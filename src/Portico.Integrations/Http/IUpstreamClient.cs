using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http;

/// <summary>Sends one HTTP/1.1 request to a back end. The port behind which a faster client may take the place of the framework's.</summary>
public interface IUpstreamClient
{
    /// <summary>Sends and waits for the head of the answer. Redirects are not followed, cookies not kept, bodies not decompressed.</summary>
    /// <returns>The answer, to be disposed by the caller once its body has been read.</returns>
    /// <exception cref="HttpRequestException">The back end could not be reached, or broke the protocol or the connection.</exception>
    /// <exception cref="OperationCanceledException">The deadline was over first.</exception>
    ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken deadline);
}

/// <summary>A request to a back end; nothing in it is kept after the answer has come.</summary>
public readonly record struct UpstreamRequest
{
    public required Origin Origin { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query, percent-encoded, sent as it is.</summary>
    public required string Target { get; init; }

    /// <summary>All header lines but Host (unless it is to differ from the origin's), Content-Length and Transfer-Encoding.</summary>
    public required HeaderList Headers { get; init; }

    /// <summary>The body, when it is in memory.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body, when it is handed on while it is read.</summary>
    public Stream? BodyStream { get; init; }

    /// <summary>Length of <see cref="BodyStream"/>; null sends it chunked.</summary>
    public long? BodyStreamLength { get; init; }

    /// <summary>Whether a request without a body says so (<c>Content-Length: 0</c>).</summary>
    public bool StatesEmptyBody { get; init; }
}

/// <summary>The answer of a back end.</summary>
public abstract class UpstreamResponse : IAsyncDisposable
{
    public abstract int Status { get; }

    /// <summary>What the back end said its body's length is; null when it did not.</summary>
    public abstract long? ContentLength { get; }

    /// <summary>Adds every header line, framing included, in the back end's spelling.</summary>
    public abstract void CopyHeaders(HeaderList target);

    /// <summary>Reads more of the body. 0 at the end.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline);

    /// <summary>The body from here on, for whoever reads it later; disposing it disposes the answer.</summary>
    public abstract Stream AsStream();

    public abstract ValueTask DisposeAsync();
}
