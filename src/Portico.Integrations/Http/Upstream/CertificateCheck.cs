using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Portico.Integrations.Http.Upstream;

/// <summary>Decides about one back end's certificate, and says in a sentence why it is refused.</summary>
internal sealed class CertificateCheck(Origin origin)
{
    /// <summary>Why the certificate was refused, or null.</summary>
    internal string? Refusal { get; private set; }

    internal bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        Refusal = Reason(certificate as X509Certificate2, chain, errors);
        return Refusal is null;
    }

    private string? Reason(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return $"{origin.Address} shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return $"the certificate of {origin.Address} is not for '{origin.ServerName}'; it is for {Names(certificate)}";

        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            if (!element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid)) continue;
            var dated = element.Certificate;
            return string.Create(
                CultureInfo.InvariantCulture, $"the certificate {dated.Subject} of {origin.Address} is valid from {dated.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} to {dated.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC only");
        }

        var left = (chain?.ChainStatus ?? []).Where(status => status.Status != X509ChainStatusFlags.UntrustedRoot || !origin.Tls.TrustsAnyIssuer).ToArray();
        if (left.Length == 0) return null;
        return left[0].Status switch
        {
            X509ChainStatusFlags.UntrustedRoot => $"the issuer {certificate.Issuer} of the certificate of {origin.Address} is not trusted by this machine",
            X509ChainStatusFlags.PartialChain => $"the certificate of {origin.Address} was issued by {certificate.Issuer}, whose own certificate is neither sent nor known to this machine",
            _ => $"the certificate of {origin.Address} is refused: {left[0].StatusInformation.Trim()}",
        };
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).Take(5).ToArray();
        return names.Length == 0 ? certificate.Subject : string.Join(", ", names);
    }
}
