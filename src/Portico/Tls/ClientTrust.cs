using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portico.Model.Certificates;

namespace Portico.Tls;

/// <summary>The truststore of one domain name, ready to hold clients' certificates against. The same object as long as it says the same.</summary>
internal sealed class ClientTrust
{
    // AWS: up to a root in the truststore, four certificates at most.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    private const int MaxChainLength = 4;

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private ClientTrust(string bundle, X509ChainPolicy policy)
    {
        Bundle = bundle;
        Policy = policy;
    }

    internal string Bundle { get; }

    internal X509ChainPolicy Policy { get; }

    internal static ClientTrust Of(string bundle, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        foreach (var certificate in Truststore.Read(bundle, now).Certificates)
        {
            // Who vouches for himself is a root; the others lead from clients to roots.
            var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
            (isRoot ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        }

        return new(bundle, policy);
    }

    /// <summary>Whether a client may come in.</summary>
    internal static bool Admits(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || chain is null || errors != SslPolicyErrors.None) return false;
        if (chain.ChainElements.Count > MaxChainLength) return false;
        foreach (var element in chain.ChainElements)
        {
            if (Truststore.Weakness(element.Certificate) is not null) return false;
        }

        return true;
    }
}
