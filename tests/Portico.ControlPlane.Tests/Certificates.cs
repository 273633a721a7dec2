using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portico.Model.Certificates;

namespace Portico.ControlPlane.Tests;

/// <summary>Certificates that every control plane of tests has, for <c>*.example.com</c>.</summary>
internal static class Certificates
{
    private static readonly string[] Arns =
    [
        "arn:aws:acm:eu-west-1:123456789012:certificate/a", "arn:aws:acm:eu-west-1:123456789012:certificate/x",
        "arn:aws:acm:us-east-1:123456789012:certificate/a", "arn:aws:acm:us-east-1:123456789012:certificate/x",
    ];

    /// <summary>By ARN.</summary>
    public static ImmutableSortedDictionary<string, Certificate> All { get; } = Make();

    private static ImmutableSortedDictionary<string, Certificate> Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=*.example.com", key, HashAlgorithmName.SHA256);
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(from, from.AddYears(70));
        var material = new CertificateMaterial { Body = certificate.ExportCertificatePem(), PrivateKey = key.ExportPkcs8PrivateKeyPem() };
        return Arns.ToImmutableSortedDictionary(arn => arn, arn => new Certificate { Arn = arn, Material = material, CreatedAt = from, ImportedAt = from }, StringComparer.Ordinal);
    }
}
