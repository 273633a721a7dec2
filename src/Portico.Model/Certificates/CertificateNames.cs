using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Portico.Model.Certificates;

/// <summary>Which host names a certificate stands for.</summary>
public static class CertificateNames
{
    /// <summary>The DNS names of the subject alternative names; the common name where there are none.</summary>
    public static ImmutableArray<string> Of(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).Distinct(StringComparer.OrdinalIgnoreCase).ToImmutableArray();
        if (names.Length > 0) return names;
        return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common ? [common] : [];
    }

    /// <summary>
    /// Whether one of the names stands for a host. A wildcard stands for one label; a wildcard domain name needs the same wildcard
    /// (RFC 6125 §6.4.3).
    /// </summary>
    public static bool Cover(ImmutableArray<string> names, string host)
    {
        foreach (var name in names)
        {
            if (name.Equals(host, StringComparison.OrdinalIgnoreCase)) return true;
            if (!name.StartsWith("*.", StringComparison.Ordinal)) continue;
            var dot = host.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && host[0] != '*' && host.AsSpan(dot).Equals(name.AsSpan(1), StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
