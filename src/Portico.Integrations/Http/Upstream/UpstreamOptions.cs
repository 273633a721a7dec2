using System.Net;

namespace Portico.Integrations.Http.Upstream;

/// <summary>How connections to back ends are kept.</summary>
public sealed record UpstreamOptions
{
    /// <summary>Connections to one back end at the same time; further calls wait for one within their own time limit. 0 (default) sets no limit.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Idle connections that are kept for one back end. Default 1,024.</summary>
    public int MaxIdleConnections { get; init; } = 1024;

    /// <summary>How long an unused connection is kept. Default 50 seconds.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long a connection is used: names are looked up anew at least this often. Default 2 minutes.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connection may take to be made, TLS included; null (default) leaves it the integration's whole time limit.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Whether https back ends that offer HTTP/2 are spoken to by it. Default false: API Gateway speaks HTTP/1.1 to back ends.</summary>
    public bool UsesHttp2 { get; init; }

    /// <summary>Finds the addresses of a name.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
