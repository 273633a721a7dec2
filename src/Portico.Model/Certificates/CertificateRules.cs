using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portico.Aws;

namespace Portico.Model.Certificates;

/// <summary>AWS's rules about certificates that are given from outside.</summary>
/// <seealso href="https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html"/>
public static class CertificateRules
{
    private const int MaxChainCertificates = 20;

    /// <summary>The material, if a server can use it; else a refusal. Never a word of the key.</summary>
    /// <param name="material">As given.</param>
    /// <param name="now">It must be valid now.</param>
    public static CertificateMaterial Checked(CertificateMaterial material, DateTimeOffset now)
    {
        using var certificate = Single(material.Body);
        if (now < certificate.NotBefore.ToUniversalTime()) throw ServiceException.Validation("The certificate is not valid yet: its validity period has not begun.");
        if (now > certificate.NotAfter.ToUniversalTime()) throw ServiceException.Validation("The certificate has expired.");
        CheckKey(certificate, material.PrivateKey);
        if (material.Chain is not null) CheckChain(certificate, material.Chain);
        return material;
    }

    /// <summary>The certificate of one that was checked before.</summary>
    public static X509Certificate2 Read(CertificateMaterial material) => Single(material.Body);

    private static X509Certificate2 Single(string pem)
    {
        var all = All(pem, "certificate");
        if (all.Count == 1) return all[0];
        foreach (var each in all) each.Dispose();
        throw ServiceException.Validation("The certificate field contains more than one certificate. You can specify only one certificate in this field.");
    }

    private static X509Certificate2Collection All(string pem, string field)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw NoPem(field);
        }

        return all.Count > 0 ? all : throw NoPem(field);
    }

    private static ServiceException NoPem(string field) => ServiceException.Validation($"The {field} is not in a valid PEM format.");

    private static void CheckKey(X509Certificate2 certificate, string privateKey)
    {
        var text = privateKey.AsSpan();
        if (!PemEncoding.TryFind(text, out var fields)) throw NoPem("private key");
        var label = text[fields.Label];
        if (label.StartsWith("ENCRYPTED", StringComparison.Ordinal) || privateKey.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)) throw ServiceException.Validation("The private key is encrypted. Import it without a passphrase.");
        CheckKind(certificate);
        try
        {
            using var both = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), privateKey);
            if (both.HasPrivateKey) return;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Which of both it was is told below, without what the library says of it.
        }

        throw ServiceException.Validation("The private key does not match the certificate, or is none that can be used.");
    }

    private static void CheckKind(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        if (rsa is { KeySize: >= 1024 and <= 4096 } || ecdsa is { KeySize: 256 or 384 or 521 }) return;
        throw ServiceException.Validation("The key algorithm of the certificate is not supported. Use RSA of 1024 to 4096 bits, or an elliptic curve P-256, P-384 or P-521.");
    }

    private static void CheckChain(X509Certificate2 certificate, string chain)
    {
        var all = All(chain, "certificate chain");
        if (all.Count > MaxChainCertificates) throw ServiceException.Validation($"The certificate chain holds more than {MaxChainCertificates} certificates.");
        var below = certificate;
        for (var index = 0; index < all.Count; index++)
        {
            if (!Issued(all[index], below))
            {
                throw ServiceException.Validation(
                    $"Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: {index}");
            }

            below = all[index];
        }
    }

    // By name and by signature, so that a chain which no client could follow is not kept.
    private static bool Issued(X509Certificate2 issuer, X509Certificate2 subject)
    {
        if (!issuer.SubjectName.RawData.AsSpan().SequenceEqual(subject.IssuerName.RawData)) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        chain.Build(subject);
        const X509ChainStatusFlags Broken = X509ChainStatusFlags.NotSignatureValid;
        return chain.ChainElements.Count > 1 && !chain.ChainStatus.Any(status => (status.Status & Broken) != 0);
    }
}
