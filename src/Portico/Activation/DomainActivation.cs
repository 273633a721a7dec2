using Portico.Aws.Vocabulary;
using Portico.DataPlane.Stages;
using Portico.Model.Domains;
using Portico.Model.Findings;
using Portico.Reports;
using Portico.Storage;
using Portico.Tls;

namespace Portico.Activation;

/// <summary>
/// Puts domain names and their mappings into the stage table, within the commit that changed them. Private names are left out:
/// they are reached through VPC endpoints only, of which there are none here, so nobody is let in.
/// </summary>
/// <param name="machine">What TLS can be had; null where nothing listens for https.</param>
internal sealed class DomainActivation(StageTable stages, TlsActivation tls, MachineTls? machine, FidelityReport fidelity)
{
    /// <summary>Activates what a change of the account did to domain names, if anything.</summary>
    internal void Activate(AccountEntry before, AccountEntry after)
    {
        if (!ReferenceEquals(before.DomainNames, after.DomainNames) || !ReferenceEquals(before.BasePathMappings, after.BasePathMappings)
            || !ReferenceEquals(before.RoutingRules, after.RoutingRules) || !ReferenceEquals(before.Certificates, after.Certificates)) Activate(after);
    }

    internal void Activate(AccountEntry account)
    {
        var mappings = account.BasePathMappings.Values.ToLookup(mapping => mapping.DomainKey, StringComparer.Ordinal);
        var rules = account.RoutingRules.Values.ToLookup(rule => rule.DomainKey, StringComparer.Ordinal);

        // Who asks something of connections asks it before the listener lets them in, so that nobody slips through in between.
        var terms = tls.Activate(account);
        stages.MapDomains(
            account.DomainNames.Values.Where(domain => !domain.IsPrivate)
                .Select(domain => new ServedDomain(
                    domain.Name,
                    domain.RoutingMode == "ROUTING_RULE_ONLY" ? [] : [.. mappings[domain.Key].Select(Mapping)],
                    domain.RoutingMode == "BASE_PATH_MAPPING_ONLY" ? [] : [.. rules[domain.Key].OrderBy(rule => rule.Priority).Select(Rule)],
                    terms.GetValueOrDefault(domain.Key))));
        fidelity.Domains([.. account.DomainNames.Values.SelectMany(Findings)]);
    }

    private static DomainMapping Mapping(BasePathMapping mapping) =>
        new(mapping.BasePath == BasePathMapping.None ? "" : mapping.BasePath, mapping.RestApiId, mapping.Stage);

    private static DomainRule Rule(RoutingRule rule) =>
        new(rule.RoutingRuleId, [.. rule.Headers.Select(header => new HeaderPattern(header.Header, header.ValueGlob))], rule.BasePath, rule.ApiId, rule.Stage, rule.StripBasePath);

    private IEnumerable<(string DomainName, Finding Finding)> Findings(DomainName domain)
    {
        if (domain.IsPrivate)
        {
            yield return (domain.Name, Finding.Fidelity("a private domain name is kept and lets nobody in: this version of Portico has no VPC endpoints"));
        }

        if (machine is not null)
        {
            if (machine.Shortfall(SecurityPolicy.All[domain.SecurityPolicy]) is { } shortfall) yield return (domain.Name, Finding.Fidelity(shortfall));
            yield break;
        }

        if (domain.MutualTls is not null || domain.EndpointAccessMode == "STRICT")
        {
            yield return (domain.Name, Finding.Fidelity("nobody is let in: the domain name asks for connections by TLS, and the gateway listens for http only; add an https address to --gateway-urls"));
        }
        else if (domain.ServingCertificateArn is not null || domain.UploadedCertificate is not null || domain.SecurityPolicy != "TLS_1_2")
        {
            yield return (domain.Name, Finding.Fidelity("certificates and securityPolicy have no effect: the gateway listens for http only; add an https address to --gateway-urls"));
        }
    }
}
