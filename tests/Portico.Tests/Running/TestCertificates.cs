using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portico.Tests.Running;

/// <summary>Certificates as tests need them, each with its key.</summary>
internal static class TestCertificates
{
    internal static readonly DateTimeOffset Far = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One that vouches for itself.</summary>
    /// <param name="name">A host name or an address.</param>
    internal static X509Certificate2 SelfSigned(string name, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        return WithKeyReadable(Request(name, key).CreateSelfSigned(from ?? DateTimeOffset.UnixEpoch, until ?? Far));
    }

    /// <summary>One whose issuer nobody knows.</summary>
    internal static X509Certificate2 OfUnknownIssuer(string name)
    {
        using var issuerKey = RSA.Create(2048);
        var issuerRequest = new CertificateRequest("CN=Nobody's CA", issuerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        issuerRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = issuerRequest.CreateSelfSigned(DateTimeOffset.UnixEpoch, Far);
        using var key = RSA.Create(2048);
        using var certificate = Request(name, key).Create(issuer, DateTimeOffset.UnixEpoch, Far, [1, 2, 3]);
        return WithKeyReadable(certificate.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Request(string name, RSA key)
    {
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static X509Certificate2 WithKeyReadable(X509Certificate2 certificate)
    {
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
