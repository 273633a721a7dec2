using System.Net;
using System.Net.Sockets;

namespace Portico.Tests.Running;

/// <summary>Ports where nobody answers.</summary>
internal static class FreePort
{
    // Bound and not listening: connections are refused, and nobody else can take the port.
    private static readonly Socket Bound = Bind();

    internal static int Closed() => ((IPEndPoint)Bound.LocalEndPoint!).Port;

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
