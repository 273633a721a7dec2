using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portico.Tests.Tls;

/// <summary>A certificate authority of tests, with elliptic curves for speed.</summary>
internal sealed class Authority : IDisposable
{
    internal static readonly DateTimeOffset From = new(2020, 2, 3, 4, 5, 6, TimeSpan.Zero);

    internal static readonly DateTimeOffset Until = new(2090, 12, 13, 14, 15, 16, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _serial = 0x10;

    internal Authority(string name, Authority? issuer = null)
    {
        var request = new CertificateRequest($"CN={name}, O=Portico tests", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = issuer is null ? request.CreateSelfSigned(From, Until) : issuer.Sign(request, From, Until).CopyWithPrivateKey(_key);
    }

    internal X509Certificate2 Certificate { get; }

    internal string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>A server's certificate.</summary>
    internal Issued Server(params string[] names) => Issue($"CN={names[0]}", names, From, Until, "1.3.6.1.5.5.7.3.1");

    internal Issued ExpiredServer(string name) => Issue($"CN={name}", [name], From, From.AddDays(1), "1.3.6.1.5.5.7.3.1");

    /// <summary>A client's certificate.</summary>
    internal Issued Client(string subject, DateTimeOffset? until = null, ECCurve? curve = null, string usage = "1.3.6.1.5.5.7.3.2") => Issue(subject, [], From, until ?? Until, usage, curve);

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private Issued Issue(string subject, string[] names, DateTimeOffset from, DateTimeOffset until, string usage, ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names) alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        using var certificate = Sign(request, from, until);
        return new(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset until) =>
        request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, until, [0x0a, (byte)_serial++]);
}

/// <summary>A certificate and its key, in PEM.</summary>
internal sealed record Issued(string Certificate, string Key)
{
    /// <summary>For a client of the framework's: the key has to be one that it can use.</summary>
    internal X509Certificate2 WithKey()
    {
        using var both = X509Certificate2.CreateFromPem(Certificate, Key);
        return X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), null);
    }
}
