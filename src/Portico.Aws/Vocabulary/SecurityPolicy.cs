using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Security;

namespace Portico.Aws.Vocabulary;

/// <summary>What a security policy allows of TLS.</summary>
/// <param name="Name">As the API calls it.</param>
/// <param name="OldestVersion">The oldest version of TLS: 10 to 13, for 1.0 to 1.3.</param>
/// <param name="Suites">The cipher suites, those of TLS 1.3 among them.</param>
/// <param name="IsFips">Whether it promises a validated cryptographic module.</param>
/// <param name="IsPostQuantum">Whether it offers a hybrid key exchange.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html"/>
public sealed record SecurityPolicy(string Name, int OldestVersion, ImmutableArray<TlsCipherSuite> Suites, bool IsFips = false, bool IsPostQuantum = false)
{
    private static readonly ImmutableArray<TlsCipherSuite> Fips13 = [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384];

    private static readonly ImmutableArray<TlsCipherSuite> Tls13 = [.. Fips13, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private static readonly ImmutableArray<TlsCipherSuite> ForwardSecret =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
    ];

    private static readonly ImmutableArray<TlsCipherSuite> StaticRsa =
    [
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
    ];

    private static readonly ImmutableArray<TlsCipherSuite> Legacy =
    [
        .. Tls13, .. ForwardSecret,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        .. StaticRsa, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
    ];

    /// <summary>By name: all that the API takes.</summary>
    public static FrozenDictionary<string, SecurityPolicy> All { get; } = new SecurityPolicy[]
    {
        new("TLS_1_0", 10, Legacy),
        new("TLS_1_2", 12, Legacy),
        new("SecurityPolicy_TLS13_1_3_2025_09", 13, Tls13),
        new("SecurityPolicy_TLS13_1_3_FIPS_2025_09", 13, Fips13, IsFips: true),
        new("SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", 12, [.. Tls13, .. ForwardSecret], IsPostQuantum: true),
        new("SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09", 12, [.. Fips13, .. ForwardSecret, .. StaticRsa], IsFips: true, IsPostQuantum: true),
        new("SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", 12, [.. Fips13, .. ForwardSecret], IsFips: true, IsPostQuantum: true),
        new("SecurityPolicy_TLS13_1_2_PQ_2025_09", 12, [.. Tls13, .. ForwardSecret, .. StaticRsa], IsPostQuantum: true),
        new("SecurityPolicy_TLS13_1_2_2021_06", 12, [.. Tls13, .. ForwardSecret]),
        new("SecurityPolicy_TLS13_2025_EDGE", 13, Tls13),
        new("SecurityPolicy_TLS12_PFS_2025_EDGE", 12, [.. Tls13, .. ForwardSecret]),
        new("SecurityPolicy_TLS12_2018_EDGE", 12, [.. Tls13, .. ForwardSecret, .. StaticRsa]),
    }.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
}
