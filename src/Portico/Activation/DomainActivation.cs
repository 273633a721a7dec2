using System.Collections.Immutable;
using Portico.DataPlane.Stages;
using Portico.Model.Domains;
using Portico.Model.Findings;
using Portico.Reports;
using Portico.Storage;

namespace Portico.Activation;

/// <summary>
/// Puts domain names and their mappings into the stage table, within the commit that changed them. Private names are left out:
/// they are reached through VPC endpoints only, of which there are none here, so nobody is let in.
/// </summary>
internal sealed class DomainActivation(StageTable stages, FidelityReport fidelity)
{
    /// <summary>Activates what a change of the account did to domain names, if anything.</summary>
    internal void Activate(AccountEntry before, AccountEntry after)
    {
        if (!ReferenceEquals(before.DomainNames, after.DomainNames) || !ReferenceEquals(before.BasePathMappings, after.BasePathMappings)) Activate(after);
    }

    internal void Activate(AccountEntry account)
    {
        var mappings = account.BasePathMappings.Values.ToLookup(mapping => mapping.DomainKey, StringComparer.Ordinal);
        stages.MapDomains(
            account.DomainNames.Values.Where(domain => !domain.IsPrivate)
                .Select(domain => KeyValuePair.Create(domain.Name, mappings[domain.Key].Select(Mapping).ToImmutableArray())));
        fidelity.Domains([.. account.DomainNames.Values.SelectMany(Findings)]);
    }

    private static DomainMapping Mapping(BasePathMapping mapping) =>
        new(mapping.BasePath == BasePathMapping.None ? "" : mapping.BasePath, mapping.RestApiId, mapping.Stage);

    private static IEnumerable<(string DomainName, Finding Finding)> Findings(DomainName domain)
    {
        if (domain.IsPrivate)
        {
            yield return (domain.Name, Finding.Fidelity("a private domain name is kept and lets nobody in: this version of Portico has no VPC endpoints"));
        }

        if ((domain.CertificateArn ?? domain.CertificateName ?? domain.RegionalCertificateArn ?? domain.RegionalCertificateName ?? domain.OwnershipVerificationCertificateArn) is not null)
        {
            yield return (domain.Name, Finding.Fidelity("certificates are kept and have no effect in this version of Portico: the gateway listens for http"));
        }

        if (domain.SecurityPolicy != "TLS_1_2")
        {
            yield return (domain.Name, Finding.Fidelity("securityPolicy is kept and has no effect in this version of Portico: the gateway listens for http"));
        }
    }
}
