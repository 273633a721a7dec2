using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Domains;

namespace Portico.ControlPlane.DomainNames;

internal static class DomainNameWriter
{
    /// <param name="emptyTags">Some answers show tags even when there are none.</param>
    public static void Write(Utf8JsonWriter writer, DomainName domain, bool emptyTags)
    {
        writer.WriteStartObject();
        writer.WriteString("domainName", domain.Name);
        writer.WriteOptional("domainNameId", domain.DomainNameId);
        writer.WriteString("domainNameArn", domain.Arn);
        writer.WriteOptional("certificateName", domain.CertificateName);
        writer.WriteOptional("certificateArn", domain.CertificateArn);
        if (domain.CertificateUploadDate is { } uploaded) writer.WriteDate("certificateUploadDate", uploaded);
        writer.WriteOptional("regionalDomainName", domain.RegionalDomainName);
        writer.WriteOptional("regionalHostedZoneId", domain.RegionalHostedZoneId);
        writer.WriteOptional("regionalCertificateName", domain.RegionalCertificateName);
        writer.WriteOptional("regionalCertificateArn", domain.RegionalCertificateArn);
        writer.WriteOptional("distributionDomainName", domain.DistributionDomainName);
        writer.WriteOptional("distributionHostedZoneId", domain.DistributionHostedZoneId);
        writer.WriteStartObject("endpointConfiguration");
        writer.WriteTexts("types", domain.Types.Select(type => type.ToString()));
        writer.WriteString("ipAddressType", domain.IpAddressType);
        writer.WriteEndObject();
        writer.WriteString("domainNameStatus", "AVAILABLE");
        writer.WriteString("securityPolicy", domain.SecurityPolicy);
        writer.WriteOptional("endpointAccessMode", domain.EndpointAccessMode);
        if (emptyTags || domain.Tags.Count > 0) writer.WriteMap("tags", domain.Tags);
        if (domain.MutualTls is { } mutual)
        {
            writer.WriteStartObject("mutualTlsAuthentication");
            writer.WriteString("truststoreUri", mutual.TruststoreUri);
            writer.WriteOptional("truststoreVersion", mutual.TruststoreVersion);
            writer.WriteTextsUnlessEmpty("truststoreWarnings", mutual.Warnings);
            writer.WriteEndObject();
        }

        writer.WriteOptional("ownershipVerificationCertificateArn", domain.OwnershipVerificationCertificateArn);
        writer.WriteString("routingMode", domain.RoutingMode);
        writer.WriteEndObject();
    }
}
