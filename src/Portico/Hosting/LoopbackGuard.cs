using System.Net;

namespace Portico.Hosting;

/// <summary>
/// Keeps web pages out of an open control plane: a page in the user's browser can reach loopback, by its own address or by a
/// name that is made to point there. Command-line tools and SDKs name a loopback host and send no foreign Origin.
/// </summary>
internal static class LoopbackGuard
{
    // Public names that resolve to loopback, in use by tools for local AWS endpoints.
    private static readonly string[] LoopbackDomains = [".localhost", ".localhost.localstack.cloud", ".lvh.me"];

    internal static bool Allows(string? host, string? origin) => IsLoopback(HostOf(host)) && (string.IsNullOrEmpty(origin) || IsLoopbackOrigin(origin));

    private static bool IsLoopbackOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLoopback(uri.Host.Trim('[', ']'));

    private static bool IsLoopback(string host)
    {
        if (host.Length == 0) return true;
        if (IPAddress.TryParse(host, out var address)) return IPAddress.IsLoopback(address);
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        return LoopbackDomains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) || host.Equals(domain[1..], StringComparison.OrdinalIgnoreCase))
            || host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);
    }

    private static string HostOf(string? header)
    {
        if (string.IsNullOrEmpty(header)) return "";
        if (header.StartsWith('[')) return header[1..Math.Max(1, header.IndexOf(']', StringComparison.Ordinal))];
        var colon = header.LastIndexOf(':');
        return colon < 0 ? header : header[..colon];
    }
}
