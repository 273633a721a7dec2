using Portico.Aws.Signing;
using Portico.Integrations.Http;

namespace Portico.Integrations.AwsService;

/// <summary>The way to all AWS services of a gateway: endpoints, credentials, signatures.</summary>
public sealed class AwsAccess
{
    /// <param name="settings">The operator's.</param>
    /// <param name="backEnds">Sends.</param>
    /// <param name="time">Dates signatures.</param>
    public AwsAccess(AwsSettings settings, BackEnds backEnds, TimeProvider time)
    {
        BackEnds = backEnds;
        Signer = new RequestSigner(new SigningKeyCache(), time);
        Endpoints = new AwsEndpoints(settings);
        Identity = new AwsIdentity(settings);
        Sessions = new RoleSessions(backEnds, Signer, Endpoints, Identity, time);
    }

    public AwsEndpoints Endpoints { get; }

    internal BackEnds BackEnds { get; }

    internal RequestSigner Signer { get; }

    internal AwsIdentity Identity { get; }

    internal RoleSessions Sessions { get; }
}
