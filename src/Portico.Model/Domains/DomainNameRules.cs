using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Model.Accounts;
using Portico.Model.Certificates;
using Portico.Model.Identifiers;
using Portico.Model.Rest;

namespace Portico.Model.Domains;

/// <summary>AWS's rules about domain names, and what Portico refuses because it would not be enforced.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html"/>
public static partial class DomainNameRules
{
    /// <summary>This machine's own names, under which <c>portico run</c> mounts an API. AWS has no such names.</summary>
    public static ImmutableArray<string> LoopbackNames { get; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The domain name as it is kept, or a refusal.</summary>
    public static DomainName Checked(DomainName domain)
    {
        if (!LoopbackNames.Contains(domain.Name) && (domain.Name.Length > 253 || !Host().IsMatch(domain.Name)))
        {
            throw ServiceException.BadRequest($"Invalid domain name '{domain.Name}' specified: use a host name such as api.example.com or *.example.com");
        }

        CheckTypes(domain);
        if (domain.IpAddressType is not ("ipv4" or "dualstack")) throw ServiceException.BadRequest("ipAddressType must be either ipv4 or dualstack.");
        CheckCertificate(domain.CertificateArn, domain.Types.Contains(EndpointType.EDGE) ? "us-east-1" : domain.Region);
        CheckCertificate(domain.RegionalCertificateArn, domain.Region);
        if (domain.OwnershipVerificationCertificateArn is { } ownership) ArnRules.Check(ownership);
        if (domain.RoutingMode != "BASE_PATH_MAPPING_ONLY" && domain.Types.Contains(EndpointType.EDGE)) throw ServiceException.BadRequest("Routing rules are not supported for edge-optimized custom domain names");
        if (domain.MutualTls is not null) CheckMutualTls(domain);
        return domain;
    }

    /// <summary>Refuses a certificate that is not there, or stands for other names.</summary>
    /// <param name="find">The certificate of an ARN, or null.</param>
    public static void CheckCertificates(DomainName domain, Func<string, Certificate?> find)
    {
        foreach (var arn in new[] { domain.CertificateArn, domain.RegionalCertificateArn })
        {
            if (arn is not null) CheckCovered(domain, (find(arn) ?? throw ServiceException.BadRequest($"The provided certificate does not exist: {arn}")).Material);
        }

        if (domain.UploadedCertificate is { } uploaded) CheckCovered(domain, uploaded);
    }

    private static void CheckCovered(DomainName domain, CertificateMaterial material)
    {
        using var certificate = CertificateRules.Read(material);
        var names = CertificateNames.Of(certificate);
        if (!CertificateNames.Cover(names, domain.Name)) throw ServiceException.BadRequest($"The domain name {domain.Name} is not covered by the provided certificate, which stands for {string.Join(", ", names)}");
    }

    private static void CheckMutualTls(DomainName domain)
    {
        if (domain.Types.Any(type => type != EndpointType.REGIONAL)) throw ServiceException.BadRequest("Mutual TLS is only supported for regional custom domain names");
        if (domain.SecurityPolicy == "TLS_1_0") throw ServiceException.BadRequest("Mutual TLS requires a security policy of TLS 1.2 or later");
    }

    public static ServiceException Policy(string member) => Unenforced($"does not enforce resource policies ({member})");

    /// <summary>The domain name with the addresses that DNS is to point to, as its endpoint types ask for.</summary>
    public static DomainName Addressed(DomainName domain, IIdentifierSource identifiers)
    {
        var regional = domain.Types.Contains(EndpointType.REGIONAL);
        var edge = domain.Types.Contains(EndpointType.EDGE);
        return domain with
        {
            RegionalDomainName = regional ? domain.RegionalDomainName ?? $"d-{identifiers.Next(10)}.execute-api.{domain.Region}.amazonaws.com" : null,
            RegionalHostedZoneId = regional ? HostedZones.OfRegion(domain.Region) : null,
            DistributionDomainName = edge ? domain.DistributionDomainName ?? $"d{identifiers.Next(13)}.cloudfront.net" : null,
            DistributionHostedZoneId = edge ? HostedZones.Distribution : null,
        };
    }

    private static void CheckTypes(DomainName domain)
    {
        switch (domain.Types.Length)
        {
            case 0:
                throw ServiceException.BadRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
            case > 1 when domain.Types.Contains(EndpointType.PRIVATE) || domain.Types.Distinct().Count() != domain.Types.Length:
                throw ServiceException.BadRequest("Cannot create a domain name with multiple Endpoint Types.");
        }

        if (domain.IsPrivate != domain.Types.Contains(EndpointType.PRIVATE)) throw ServiceException.BadRequest("A private domain name stays private, and a public one public");
        if (!domain.IsPrivate) return;
        if (domain.IpAddressType != "dualstack") throw ServiceException.BadRequest("Only dualstack ipAddressType is supported for Private APIs.");
        if (domain.Name.StartsWith('*')) throw ServiceException.BadRequest("Wildcard domain names are not supported for private domain names");
    }

    private static void CheckCertificate(string? arn, string region)
    {
        if (arn is null) return;
        ArnRules.Check(arn);
        if (arn.Split(':')[3] != region) throw ServiceException.BadRequest($"Invalid certificate ARN: {arn}. Certificate must be in '{region}'.");
    }

    private static ServiceException Unenforced(string what) =>
        ServiceException.BadRequest($"This version of Portico {what}, so it does not store this; remove it from the request");

    [GeneratedRegex(@"\A(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Host();
}
