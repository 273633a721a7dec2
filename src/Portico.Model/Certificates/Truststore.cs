using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portico.Aws;

namespace Portico.Model.Certificates;

/// <summary>Certificates of authorities, read from a bundle in PEM with AWS's rules.</summary>
/// <param name="Certificates">Those that clients' certificates may lead to.</param>
/// <param name="Warnings">Why others of the bundle are left out.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html"/>
public sealed record Truststore(ImmutableArray<X509Certificate2> Certificates, ImmutableArray<string> Warnings)
{
    public const int MaxBytes = 1024 * 1024;

    public const int MaxCertificates = 1000;

    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>Reads a bundle.</summary>
    /// <param name="bundle">Certificates in PEM, with any text between them.</param>
    /// <param name="now">Who is not valid now is warned of.</param>
    /// <exception cref="ServiceException">It is no truststore: too large, not PEM, or without a single certificate that counts.</exception>
    public static Truststore Read(string bundle, DateTimeOffset now)
    {
        if (Encoding.UTF8.GetByteCount(bundle) > MaxBytes) throw ServiceException.BadRequest($"Invalid truststore: it is larger than {MaxBytes} bytes");
        var blocks = Blocks(bundle);
        if (blocks.Count > MaxCertificates) throw ServiceException.BadRequest($"Invalid truststore: it holds more than {MaxCertificates} certificates");
        if (blocks.Count == 0) throw ServiceException.BadRequest("Invalid truststore: it holds no certificate in PEM");

        var bySubject = new Dictionary<string, X509Certificate2>(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<X509Certificate2>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        for (var index = 0; index < blocks.Count; index++)
        {
            X509Certificate2 certificate;
            try
            {
                certificate = X509CertificateLoader.LoadCertificate(blocks[index]);
            }
            catch (CryptographicException)
            {
                throw ServiceException.BadRequest($"Invalid truststore: certificate {index + 1} cannot be read");
            }

            if (Objection(certificate, now) is { } objection) warnings.Add($"The certificate subject {certificate.Subject} {objection}.");
            else if (!bySubject.TryAdd(certificate.Subject, certificate) && !bySubject[certificate.Subject].IssuerName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            {
                warnings.Add($"The certificate subject {certificate.Subject} conflicts with an existing certificate from a different issuer.");
            }
            else
            {
                kept.Add(certificate);
                continue;
            }

            certificate.Dispose();
        }

        return kept.Count > 0 ? new(kept.DrainToImmutable(), warnings.DrainToImmutable()) : throw ServiceException.BadRequest($"Invalid truststore: none of its certificates can be used. {warnings[0]}");
    }

    /// <summary>Why AWS does not rely on a certificate, whether of an authority or of a client: its hash or key is too weak.</summary>
    public static string? Weakness(X509Certificate2 certificate)
    {
        if (!StrongSignatures.Contains(certificate.SignatureAlgorithm.Value)) return $"is signed with {certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value}; SHA-256 or stronger is needed";
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = certificate.GetECDsaPublicKey();
        return rsa is { KeySize: >= 2048 } || ecdsa is { KeySize: 256 or 384 } ? null : "has a key that is not accepted; RSA of 2048 bits and more, ECDSA of 256 and 384 bits are";
    }

    // RSA PKCS #1 and PSS, ECDSA; with SHA-256, SHA-384, SHA-512.
    private static readonly string?[] StrongSignatures =
        ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", "1.2.840.113549.1.1.10", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];

    private static string? Objection(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now > certificate.NotAfter.ToUniversalTime()) return "has expired";
        if (now < certificate.NotBefore.ToUniversalTime()) return "is not valid yet";
        return Weakness(certificate);
    }

    private static List<byte[]> Blocks(string bundle)
    {
        var blocks = new List<byte[]>();
        var begins = bundle.AsSpan().Count(Begin);
        var rest = bundle.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is "CERTIFICATE")
            {
                blocks.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
                if (blocks.Count > MaxCertificates) return blocks;
            }

            rest = rest[fields.Location.End..];
        }

        // One that begins and is none would be missed in silence.
        return blocks.Count == begins ? blocks : throw ServiceException.BadRequest("Invalid truststore: a certificate begins that does not end, or whose text is no base64");
    }
}
