using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portico.Integrations.Http.Upstream;

/// <summary>A certificate with its key, ready to be shown to back ends. Two of them are equal when they are the same object.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html"/>
public sealed class ClientIdentity
{
    private ClientIdentity(string id, SslStreamCertificateContext context)
    {
        Id = id;
        Context = context;
    }

    /// <summary>The client certificate's identifier.</summary>
    public string Id { get; }

    internal SslStreamCertificateContext Context { get; }

    /// <summary>Makes one of PEM texts.</summary>
    /// <returns>Null when certificate and key are none, or do not belong together.</returns>
    public static ClientIdentity? TryCreate(string id, string certificatePem, string privateKeyPem)
    {
        try
        {
            // Its own issuer: there is no chain to look for, and nothing to be fetched.
            return new ClientIdentity(id, SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificatePem, privateKeyPem), additionalCertificates: null, offline: true));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    public override string ToString() => Id;
}
