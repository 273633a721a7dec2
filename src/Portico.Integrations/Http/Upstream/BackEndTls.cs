namespace Portico.Integrations.Http.Upstream;

/// <summary>How a back end and the gateway prove to each other who they are.</summary>
/// <param name="TrustsAnyIssuer">
/// Whether certificates of an unknown issuer are accepted (<c>tlsConfig.insecureSkipVerification</c>). Name, dates and the presence of a root are checked all the same.
/// </param>
/// <param name="Identity">What the gateway shows when it is asked for a certificate, or null for none.</param>
public sealed record BackEndTls(bool TrustsAnyIssuer = false, ClientIdentity? Identity = null)
{
    public static BackEndTls Default { get; } = new();
}
