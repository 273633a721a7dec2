using Portico.Protocol.Access;

namespace Portico.Protocol.Messages;

/// <summary>One call of a service as it came in, whatever brought it: a listener, a command in the same process, a test.</summary>
public sealed record ServiceRequest
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>The HTTP method, upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it stood on the wire: still percent-encoded, without the query.</summary>
    public required string RawPath { get; init; }

    /// <summary>The query as it stood on the wire, without the question mark; empty when there is none.</summary>
    public string QueryString { get; init; } = "";

    /// <summary>By name. Give a dictionary that ignores case; of a repeated header, the values joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The region the caller speaks to, or null to take it from the signature, else the service's own.</summary>
    public string? Region { get; init; }

    /// <summary>What the caller may do; null where nobody asks.</summary>
    public ICallAuthorization? Authorization { get; init; }

    /// <summary>The caller's account, twelve digits, or null for the service's own.</summary>
    public string? AccountId { get; init; }
}
