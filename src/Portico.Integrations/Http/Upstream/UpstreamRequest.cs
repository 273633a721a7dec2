using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http.Upstream;

/// <summary>A request to a back end; nothing in it is kept after the answer's head has come.</summary>
public readonly record struct UpstreamRequest
{
    public required Origin Origin { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query, percent-encoded, sent as it is.</summary>
    public required string Target { get; init; }

    /// <summary>All header lines but Content-Length and Transfer-Encoding; with Host only where it differs from the origin's.</summary>
    public required HeaderList Headers { get; init; }

    /// <summary>From now to the last byte of the answer.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>How long the answer's body may pause while it is read, within <see cref="TimeLimit"/>; null sets no limit of its own.</summary>
    public TimeSpan? IdleLimit { get; init; }

    /// <summary>The body, when it is in memory.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body, when it is handed on while it is read. Its reads fail with <see cref="UpstreamException"/>, so that nobody takes them for the back end's failure.</summary>
    public Stream? BodyStream { get; init; }

    /// <summary>Length of <see cref="BodyStream"/>; null sends it chunked.</summary>
    public long? BodyStreamLength { get; init; }

    /// <summary>Whether a request without a body says so (<c>Content-Length: 0</c>).</summary>
    public bool StatesEmptyBody { get; init; }

    /// <summary>Whether sending twice does what sending once does (RFC 9110 §9.2.2), so that a stale connection may be forgiven.</summary>
    internal bool IsRepeatable => BodyStream is null && Method is ("GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE");
}
