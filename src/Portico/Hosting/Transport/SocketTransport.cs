using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Portico.Hosting.Transport;

/// <summary>
/// TCP for Kestrel without a pipe between socket and HTTP: whoever reads receives, whoever flushes sends, on its own thread.
/// Kestrel's own transport keeps a loop, a pipe and a lock for each direction, which costs a short answer a tenth of its time.
/// </summary>
/// <remarks>
/// The price is that a client's going away is noticed when something is read or sent, and not before. Nothing in the data
/// plane asks earlier.
/// </remarks>
internal sealed class SocketTransport : IConnectionListenerFactory
{
    // Connections that have come while the gateway was busy with others wait here.
    private const int Backlog = 4096;

    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    /// <exception cref="SocketException">The address cannot be listened on for another reason.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(exception.Message, exception);
        }

        socket.Listen(Backlog);
        return new(new SocketListener(socket));
    }
}
