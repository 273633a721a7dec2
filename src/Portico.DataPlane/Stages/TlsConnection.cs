namespace Portico.DataPlane.Stages;

/// <summary>What is known of a connection over TLS; a feature of the connection, and of each of its requests.</summary>
/// <param name="serverName">What the client called the server in its first message; empty when it named nobody.</param>
/// <param name="terms">Under whose terms it was accepted; null for a host that asks nothing.</param>
public sealed class TlsConnection(string serverName, ConnectionTerms? terms)
{
    public string ServerName => serverName;

    public ConnectionTerms? Terms => terms;

    /// <summary>The client's certificate, once it was found good; null when none was asked for.</summary>
    public ClientIdentity? Client { get; set; }
}
