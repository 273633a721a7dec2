using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portico.ControlPlane.ClientCertificates;

/// <summary>A key pair and the certificate that it signs for itself, as API Gateway makes them: RSA 2048, SHA-256, one year.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html"/>
internal static class GeneratedCertificate
{
    public const int ValidDays = 365;

    private const int KeyBits = 2048;

    /// <summary>The certificate, and its private key as PKCS #8.</summary>
    public static (string Certificate, string PrivateKey) Create(DateTimeOffset now)
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest("CN=ApiGateway", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2", "clientAuth")], critical: false));
        using var certificate = request.CreateSelfSigned(now, now.AddDays(ValidDays));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
