using System.Net;

namespace Portico.Hosting;

/// <summary>Tells Portico's own listeners from other endpoints, so that it never calls itself for what it does not offer.</summary>
internal static class OwnAddresses
{
    /// <param name="listeners">Where Portico listens.</param>
    /// <param name="host">The endpoint's host: a name or an address.</param>
    /// <param name="port">The endpoint's port.</param>
    internal static bool Contain(IEnumerable<IPEndPoint> listeners, string host, int port)
    {
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        var isThisMachine = address is null ? IsOwnName(host) : IPAddress.IsLoopback(address);
        return listeners.Any(listener => listener.Port == port && (listener.Address.Equals(address) || (isThisMachine && (IPAddress.IsLoopback(listener.Address) || IsAny(listener.Address)))));
    }

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
