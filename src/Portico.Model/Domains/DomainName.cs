using System.Collections.Immutable;
using Portico.Model.Certificates;
using Portico.Model.Rest;

namespace Portico.Model.Domains;

/// <summary>A host name of one's own that leads to APIs.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html"/>
public sealed record DomainName
{
    /// <summary>Lower case; <c>*.example.com</c> stands for every name one label longer than <c>example.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Told apart by it are private names, of which several may be called the same; null for public ones.</summary>
    public string? DomainNameId { get; init; }

    public string? CertificateName { get; init; }

    public string? CertificateArn { get; init; }

    public DateTimeOffset? CertificateUploadDate { get; init; }

    public string? RegionalCertificateName { get; init; }

    public string? RegionalCertificateArn { get; init; }

    /// <summary>What DNS is to point to for a regional name.</summary>
    public string? RegionalDomainName { get; init; }

    public string? RegionalHostedZoneId { get; init; }

    /// <summary>What DNS is to point to for an edge-optimized name.</summary>
    public string? DistributionDomainName { get; init; }

    public string? DistributionHostedZoneId { get; init; }

    /// <summary>One; two while a name moves between edge-optimized and regional.</summary>
    public ImmutableArray<EndpointType> Types { get; init; } = [EndpointType.EDGE];

    public string IpAddressType { get; init; } = "ipv4";

    public string SecurityPolicy { get; init; } = "TLS_1_2";

    public string? EndpointAccessMode { get; init; }

    public string? OwnershipVerificationCertificateArn { get; init; }

    /// <summary>A certificate that was given with the call itself; null for none.</summary>
    public CertificateMaterial? UploadedCertificate { get; init; }

    /// <summary>What is asked of clients' certificates; null when none is asked for.</summary>
    public MutualTlsAuthentication? MutualTls { get; init; }

    /// <summary>Whether base path mappings, routing rules or both lead on.</summary>
    public string RoutingMode { get; init; } = "BASE_PATH_MAPPING_ONLY";

    /// <summary>Twelve digits, and the region: both stand in the ARN.</summary>
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The certificate that it is served with, by ARN; null for an uploaded one, or none.</summary>
    public string? ServingCertificateArn => Types.Contains(EndpointType.REGIONAL) ? RegionalCertificateArn ?? CertificateArn : CertificateArn;

    public bool IsPrivate => DomainNameId is not null;

    /// <summary>What tells it from every other: its name, with <c>+</c> and its id when it is private.</summary>
    public string Key => KeyOf(Name, DomainNameId);

    public string Arn => IsPrivate ? $"arn:aws:apigateway:{Region}:{AccountId}:/domainnames/{Key}" : $"arn:aws:apigateway:{Region}::/domainnames/{Name}";

    public static string KeyOf(string name, string? domainNameId) => string.IsNullOrEmpty(domainNameId) ? name.ToLowerInvariant() : $"{name.ToLowerInvariant()}+{domainNameId}";
}
