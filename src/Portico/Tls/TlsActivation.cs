using System.Collections.Immutable;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Stages;
using Portico.Model.Certificates;
using Portico.Model.Domains;
using Portico.Storage;

namespace Portico.Tls;

/// <summary>
/// Makes domain names' certificates, security policies and truststores into terms of connections, within the commit that changed them. What
/// did not change is not made anew.
/// </summary>
internal sealed class TlsActivation(TlsTable table, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly ConditionalWeakTable<CertificateMaterial, SslStreamCertificateContext> _contexts = [];
#pragma warning disable CA1416 // Made where the system can have it.
    private readonly Dictionary<string, CipherSuitesPolicy?> _suites = new(StringComparer.Ordinal);
#pragma warning restore CA1416
    private Dictionary<string, Active> _active = new(StringComparer.Ordinal);
    private CertificateMaterial? _default;

    /// <summary>The certificate for every name that has none.</summary>
    internal CertificateMaterial? Default
    {
        set
        {
            lock (_sync) _default = value;
        }
    }

    /// <summary>Makes the table say what the account says.</summary>
    /// <returns>What each domain name asks of its connections, by <see cref="DomainName.Key"/>; those that ask nothing are not there.</returns>
    internal ImmutableDictionary<string, ConnectionTerms> Activate(AccountEntry account)
    {
        lock (_sync)
        {
            var next = new Dictionary<string, Active>(StringComparer.Ordinal);
            foreach (var domain in account.DomainNames.Values.Where(domain => !domain.IsPrivate)) next[domain.Key] = Compile(domain, Serving(domain, account));
            _active = next;
            table.Replace(
                [.. next.Values.Where(one => one.Terms is not null).Select(one => KeyValuePair.Create(one.Domain.Name, one.Terms!))],
                _default is null ? null : new TlsTerms(Options(_default, SecurityPolicy.All["TLS_1_2"], null), null));
            return next.Values.Where(one => one.Connection is not null).ToImmutableDictionary(one => one.Domain.Key, one => one.Connection!, StringComparer.Ordinal);
        }
    }

    private CertificateMaterial? Serving(DomainName domain, AccountEntry account) =>
        (domain.ServingCertificateArn is { } arn ? account.Certificates.GetValueOrDefault(arn)?.Material : domain.UploadedCertificate) ?? _default;

    private Active Compile(DomainName domain, CertificateMaterial? material)
    {
        var before = _active.GetValueOrDefault(domain.Key);
        if (before is not null && ReferenceEquals(before.Domain, domain) && ReferenceEquals(before.Material, material)) return before;

        // The same text stays the same object, so that connections that were held against it go on.
        var trust = domain.MutualTls is not { } mutual ? null : before?.Trust is { } same && same.Bundle == mutual.Bundle ? same : ClientTrust.Of(mutual.Bundle, time.GetUtcNow());
        var isStrict = domain.EndpointAccessMode == "STRICT";
        var connection = trust is null && !isStrict ? null
            : before?.Connection is { } kept && ReferenceEquals(kept.Truststore, trust) && kept.IsStrict == isStrict ? kept
            : new ConnectionTerms(domain.Name, isStrict, trust);
        var terms = material is null ? null : new TlsTerms(Options(material, SecurityPolicy.All[domain.SecurityPolicy], trust), connection);
        return new Active(domain, material, trust, connection, terms);
    }

#pragma warning disable CA5397 // The oldest version is what the security policy says.
    private SslServerAuthenticationOptions Options(CertificateMaterial material, SecurityPolicy policy, ClientTrust? trust) => new()
    {
        ServerCertificateContext = _contexts.GetValue(material, Context),
        EnabledSslProtocols = Versions(policy),
        CipherSuitesPolicy = Suites(policy),
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        // A session that is taken up again shows no certificate: who must show one begins anew.
        AllowTlsResume = trust is null,
        ClientCertificateRequired = trust is not null,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = trust?.Policy,
        RemoteCertificateValidationCallback = trust is null ? null : ClientTrust.Admits,
    };
#pragma warning restore CA5397

    private static SslStreamCertificateContext Context(CertificateMaterial material)
    {
        var certificate = X509Certificate2.CreateFromPem(material.Body, material.PrivateKey);
        var chain = new X509Certificate2Collection();
        if (material.Chain is not null) chain.ImportFromPem(material.Chain);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

#pragma warning disable CA5397
    // The old versions by their numbers: their names are marked as obsolete, and who asks for them asks for them.
    private static SslProtocols Versions(SecurityPolicy policy) => policy.OldestVersion switch
    {
        13 => SslProtocols.Tls13,
        12 => SslProtocols.Tls12 | SslProtocols.Tls13,
        _ => (SslProtocols)192 | (SslProtocols)768 | SslProtocols.Tls12 | SslProtocols.Tls13,
    };
#pragma warning restore CA5397

    private CipherSuitesPolicy? Suites(SecurityPolicy policy)
    {
#pragma warning disable CA1416
        if (_suites.TryGetValue(policy.Name, out var known)) return known;
        return _suites[policy.Name] = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? new CipherSuitesPolicy(policy.Suites) : null;
#pragma warning restore CA1416
    }

    private sealed record Active(DomainName Domain, CertificateMaterial? Material, ClientTrust? Trust, ConnectionTerms? Connection, TlsTerms? Terms);
}
