using System.Globalization;
using System.Net;
using Portico.Failures;

namespace Portico.Hosting;

/// <summary>A URL to listen on, as options give it.</summary>
internal static class ListenAddress
{
    /// <exception cref="CommandFailure">It is no URL that can be listened on.</exception>
    internal static IPEndPoint Parse(string option, string url)
    {
        if (IsHttps(url)) throw CommandFailure.NotThereYet($"{option} '{url}': TLS for the control plane");
        return Parse(option, url, "http");
    }

    /// <summary>Whether a URL asks for TLS.</summary>
    internal static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A URL of the scheme that is named.</summary>
    /// <exception cref="CommandFailure">It is no URL that can be listened on.</exception>
    internal static IPEndPoint Parse(string option, string url, string scheme)
    {
        if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            || uri.Scheme != scheme || uri.PathAndQuery != "/")
        {
            throw CommandFailure.Usage($"{option} '{url}' is not an address to listen on; give one such as http://127.0.0.1:8080");
        }

        var host = uri.Host.Trim('[', ']');
        var address = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(host, out var parsed) ? parsed
            : throw CommandFailure.Usage($"{option} '{url}': '{host}' is a name; give an address of this machine, or localhost");
        return new IPEndPoint(address, uri.Port);
    }

    internal static string Url(IPEndPoint endpoint) => string.Create(CultureInfo.InvariantCulture, $"http://{endpoint}");
}
