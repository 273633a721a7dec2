namespace Portico.Integrations.Http.Upstream;

/// <summary>The answer of a back end, with its body still on the way.</summary>
/// <param name="status">From 200 to 599.</param>
/// <param name="contentLength">The length of the body that follows; null when only its end will tell.</param>
public abstract class UpstreamResponse(int status, long? contentLength) : IDisposable
{
    public int Status => status;

    /// <summary>The length of the body that follows; null when only its end will tell.</summary>
    public long? ContentLength => contentLength;

    /// <summary>Reads more of the body; 0 at its end.</summary>
    /// <exception cref="UpstreamException">It broke off, or took too long.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>The body from here on, for whoever reads it later; disposing it disposes the answer.</summary>
    public Stream AsStream() => new UpstreamBodyStream(this);

    /// <summary>Gives the answer up, whether its body was read or not.</summary>
    public abstract void Dispose();
}
