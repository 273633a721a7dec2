using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portico.Model.Certificates;

namespace Portico.ControlPlane.Certificates;

/// <summary>What is read out of a certificate to be told of it.</summary>
internal sealed record CertificateFacts
{
    // By the OIDs of the model's names.
    private static readonly Dictionary<string, string> ExtendedNames = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "TLS_WEB_SERVER_AUTHENTICATION", ["1.3.6.1.5.5.7.3.2"] = "TLS_WEB_CLIENT_AUTHENTICATION", ["1.3.6.1.5.5.7.3.3"] = "CODE_SIGNING",
        ["1.3.6.1.5.5.7.3.4"] = "EMAIL_PROTECTION", ["1.3.6.1.5.5.7.3.8"] = "TIME_STAMPING", ["1.3.6.1.5.5.7.3.9"] = "OCSP_SIGNING", ["2.5.29.37.0"] = "ANY",
    };

    private static readonly (X509KeyUsageFlags Flag, string Name)[] UsageNames =
    [
        (X509KeyUsageFlags.DigitalSignature, "DIGITAL_SIGNATURE"), (X509KeyUsageFlags.NonRepudiation, "NON_REPUDIATION"), (X509KeyUsageFlags.KeyEncipherment, "KEY_ENCIPHERMENT"),
        (X509KeyUsageFlags.DataEncipherment, "DATA_ENCIPHERMENT"), (X509KeyUsageFlags.KeyAgreement, "KEY_AGREEMENT"), (X509KeyUsageFlags.KeyCertSign, "CERTIFICATE_SIGNING"),
        (X509KeyUsageFlags.CrlSign, "CRL_SIGNING"), (X509KeyUsageFlags.EncipherOnly, "ENCIPHER_ONLY"), (X509KeyUsageFlags.DecipherOnly, "DECIPHER_ONLY"),
    ];

    public required ImmutableArray<string> Names { get; init; }

    public required string Subject { get; init; }

    public required string Issuer { get; init; }

    /// <summary>Bytes in hex, separated by colons.</summary>
    public required string Serial { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Such as <c>RSA_2048</c> or <c>EC_prime256v1</c>.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>Such as <c>SHA256WITHRSA</c>.</summary>
    public required string SignatureAlgorithm { get; init; }

    public required ImmutableArray<string> KeyUsages { get; init; }

    public required ImmutableArray<(string Name, string Oid)> ExtendedKeyUsages { get; init; }

    public static CertificateFacts Of(Certificate of)
    {
        using var certificate = CertificateRules.Read(of.Material);
        return new()
        {
            Names = CertificateNames.Of(certificate),
            Subject = certificate.Subject,
            Issuer = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
            Serial = string.Join(':', Convert.FromHexString(certificate.SerialNumber).Select(static part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))),
            NotBefore = certificate.NotBefore.ToUniversalTime(),
            NotAfter = certificate.NotAfter.ToUniversalTime(),
            KeyAlgorithm = Algorithm(certificate),
            SignatureAlgorithm = Signature(certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? ""),
            KeyUsages = [.. UsageNames.Where(pair => certificate.Extensions.OfType<X509KeyUsageExtension>().Any(extension => (extension.KeyUsages & pair.Flag) != 0)).Select(pair => pair.Name)],
            ExtendedKeyUsages =
            [
                .. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
                    .Select(oid => (ExtendedNames.GetValueOrDefault(oid.Value ?? "", "CUSTOM"), oid.Value ?? "")),
            ],
        };
    }

    private static string Algorithm(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null) return $"RSA_{rsa.KeySize}";
        using var ecdsa = certificate.GetECDsaPublicKey();
        return ecdsa?.KeySize switch { 256 => "EC_prime256v1", 384 => "EC_secp384r1", _ => "EC_secp521r1" };
    }

    // sha256RSA, sha256ECDSA
    private static string Signature(string name) => name.Contains("RSA", StringComparison.Ordinal) ? name.Replace("RSA", "WITHRSA", StringComparison.Ordinal).ToUpperInvariant() : name.Replace("ECDSA", "WITHECDSA", StringComparison.Ordinal).ToUpperInvariant();
}
