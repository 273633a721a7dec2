using System.Net;
using System.Net.Sockets;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>Ports for programs that cannot choose one by themselves.</summary>
internal static class Ports
{
    /// <summary>One that nobody uses at this moment.</summary>
    internal static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
