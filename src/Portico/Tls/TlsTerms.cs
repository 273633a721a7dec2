using System.Net.Security;
using Portico.DataPlane.Stages;

namespace Portico.Tls;

/// <summary>How connections for one name are accepted; settled when the name was activated.</summary>
/// <param name="Options">Shared by all connections; nobody changes it.</param>
/// <param name="Connection">What the name asks of connections; null for nothing.</param>
internal sealed record TlsTerms(SslServerAuthenticationOptions Options, ConnectionTerms? Connection)
{
    /// <summary>The options for one handshake. What a client sends of a chain is added to the policy that it is held against, so each has its own.</summary>
    internal SslServerAuthenticationOptions ForHandshake() => Options.CertificateChainPolicy is not { } policy ? Options : new()
    {
        ServerCertificateContext = Options.ServerCertificateContext,
        EnabledSslProtocols = Options.EnabledSslProtocols,
        CipherSuitesPolicy = Options.CipherSuitesPolicy,
        ApplicationProtocols = Options.ApplicationProtocols,
        AllowRenegotiation = Options.AllowRenegotiation,
        AllowTlsResume = Options.AllowTlsResume,
        ClientCertificateRequired = Options.ClientCertificateRequired,
        CertificateRevocationCheckMode = Options.CertificateRevocationCheckMode,
        CertificateChainPolicy = policy.Clone(),
        RemoteCertificateValidationCallback = Options.RemoteCertificateValidationCallback,
    };
}
