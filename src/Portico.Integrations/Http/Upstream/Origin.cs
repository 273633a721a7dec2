namespace Portico.Integrations.Http.Upstream;

/// <summary>Whom a connection is made to.</summary>
/// <param name="IsTls">Whether the scheme is https.</param>
/// <param name="Host">A name or an address, without brackets.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="TrustsAnyIssuer">Whether certificates of unknown issuers are accepted (<c>tlsConfig.insecureSkipVerification</c>).</param>
public sealed record Origin(bool IsTls, string Host, int Port, bool TrustsAnyIssuer)
{
    /// <summary>As it stands in a URI and a Host header: without the scheme's own port.</summary>
    public string Authority { get; } = (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host) + (Port == (IsTls ? 443 : 80) ? "" : $":{Port}");

    public string Scheme => IsTls ? "https" : "http";

    /// <summary>Reads scheme and authority of a URI.</summary>
    /// <returns>The origin and where the path begins in <paramref name="uri"/>; null when it is no http(s) URI with a host.</returns>
    public static (Origin Origin, int PathStart)? TryParse(string uri, bool trustsAnyIssuer)
    {
        var start = uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (start == 0) return null;

        var end = uri.AsSpan(start).IndexOfAny('/', '?');
        var pathStart = end < 0 ? uri.Length : start + end;

        // The framework's parser decides what a host is; the path is left alone, since it goes out as written.
        if (!Uri.TryCreate(uri[..pathStart], UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 || parsed.UserInfo.Length > 0) return null;
        return (new Origin(start == 8, parsed.IdnHost.Trim('[', ']'), parsed.Port, trustsAnyIssuer), pathStart);
    }
}
