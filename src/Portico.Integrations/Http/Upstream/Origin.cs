namespace Portico.Integrations.Http.Upstream;

/// <summary>Whom a connection is made to, and as whom it is addressed. Connections serve every call of an equal origin.</summary>
/// <remarks>A class of its own with its hash at hand, because each call looks for its connections by it.</remarks>
public sealed class Origin : IEquatable<Origin>
{
    private readonly int _hash;

    /// <param name="isTls">Whether the scheme is https.</param>
    /// <param name="host">The name or address to connect to, without brackets.</param>
    /// <param name="port">The port to connect to, 1 to 65,535.</param>
    /// <param name="tls">How the two sides prove themselves.</param>
    /// <param name="addressedAs">Whom the request is for, where that is another than whom the connection is made to: its authority and its name in TLS.</param>
    public Origin(bool isTls, string host, int port, BackEndTls? tls = null, Origin? addressedAs = null)
    {
        IsTls = isTls;
        Host = host;
        Port = port;
        Tls = tls ?? BackEndTls.Default;
        Authority = addressedAs?.Authority ?? AuthorityOf(isTls, host, port);
        ServerName = addressedAs?.ServerName ?? host;
        _hash = HashCode.Combine(isTls, host, port, Tls, Authority, ServerName);
    }

    public bool IsTls { get; }

    /// <summary>A name or an address, without brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    public BackEndTls Tls { get; }

    /// <summary>As it stands in a URI and a Host header: without the scheme's own port.</summary>
    public string Authority { get; }

    /// <summary>The name that is sent in TLS, and that the certificate must bear.</summary>
    public string ServerName { get; }

    public string Scheme => IsTls ? "https" : "http";

    /// <summary>Where the connection goes, for messages.</summary>
    public string Address => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads scheme and authority of a URI.</summary>
    /// <returns>The origin and where the path begins in <paramref name="uri"/>; null when it is no http(s) URI with a host.</returns>
    public static (Origin Origin, int PathStart)? TryParse(string uri, BackEndTls? tls = null)
    {
        var start = uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (start == 0) return null;

        var end = uri.AsSpan(start).IndexOfAny('/', '?');
        var pathStart = end < 0 ? uri.Length : start + end;

        // The framework's parser decides what a host is; the path is left alone, since it goes out as written.
        if (!Uri.TryCreate(uri[..pathStart], UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 || parsed.UserInfo.Length > 0) return null;
        return (new Origin(start == 8, parsed.IdnHost.Trim('[', ']'), parsed.Port, tls), pathStart);
    }

    public bool Equals(Origin? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && IsTls == other.IsTls && Port == other.Port && Host == other.Host && Tls.Equals(other.Tls)
            && Authority == other.Authority && ServerName == other.ServerName);

    public override bool Equals(object? obj) => Equals(obj as Origin);

    public override int GetHashCode() => _hash;

    public override string ToString() => $"{Scheme}://{Authority}";

    private static string AuthorityOf(bool isTls, string host, int port) => (host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host) + (port == (isTls ? 443 : 80) ? "" : $":{port}");
}
