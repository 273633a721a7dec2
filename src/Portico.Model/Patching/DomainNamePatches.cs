using System.Collections.Immutable;
using System.Globalization;
using Portico.Aws;
using Portico.Model.Domains;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a domain name.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDomainName-Patch"/>
public static class DomainNamePatches
{
    // AWS: "add and remove not in one request".
    private static readonly string[] Exclusive =
        ["/certificateName", "/certificateArn", "/regionalCertificateName", "/regionalCertificateArn", "/endpointConfiguration/types"];

    private static readonly PatchTable<DomainName> Table = new(PatchRefusals.Plain,
        new("/certificateName", PatchOps.All, (domain, step) => domain with { CertificateName = Given(step) }),
        new("/certificateArn", PatchOps.All, (domain, step) => domain with { CertificateArn = Given(step) }),
        new("/regionalCertificateName", PatchOps.All, (domain, step) => domain with { RegionalCertificateName = Given(step) }),
        new("/regionalCertificateArn", PatchOps.All, (domain, step) => domain with { RegionalCertificateArn = Given(step) }),
        new("/ownershipVerificationCertificateArn", PatchOps.All, (domain, step) => domain with { OwnershipVerificationCertificateArn = Given(step) }),
        new("/endpointConfiguration/types", PatchOps.AddRemove, (domain, step) => domain with { Types = Types(domain.Types, step, step.Value) }),
        new("/endpointConfiguration/types/{}", PatchOps.All, TypeAt),
        new("/endpointConfiguration/ipAddressType", PatchOps.Replace, (domain, step) => domain with { IpAddressType = step.Value ?? "" }),
        new("/securityPolicy", PatchOps.Replace, (domain, step) => domain with { SecurityPolicy = step.ValueOrNull ?? throw ServiceException.BadRequest("Security policy cannot be empty") }),
        new("/endpointAccessMode", PatchOps.Replace, (domain, step) => domain with { EndpointAccessMode = step.OneOf("BASIC", "STRICT") }),
        new("/routingMode", PatchOps.Replace, (domain, step) => domain with { RoutingMode = step.OneOf("BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING") }),
        new("/mutualTlsAuthentication/truststoreUri", PatchOps.All, (domain, step) => domain with { MutualTls = Truststore(domain.MutualTls, Given(step)) }),
        new("/mutualTlsAuthentication/truststoreVersion", PatchOps.All, Versioned),
        new("/policy", PatchOps.Replace, (domain, step) => step.ValueOrNull is null ? domain : throw DomainNameRules.Policy("policy")),
        new("/managementPolicy", PatchOps.Replace, (domain, step) => step.ValueOrNull is null ? domain : throw DomainNameRules.Policy("managementPolicy")));

    /// <summary>The domain name after all operations, or the refusal of one.</summary>
    /// <param name="securityPolicies">What AWS knows as security policies.</param>
    public static DomainName Apply(DomainName domain, IReadOnlyCollection<PatchOperation> operations, IReadOnlyCollection<string> securityPolicies)
    {
        foreach (var place in Exclusive)
        {
            if (operations.Any(each => each.Path == place && each.Op == "add") && operations.Any(each => each.Path == place && each.Op == "remove"))
            {
                throw ServiceException.BadRequest($"The operations add and remove of {place} cannot stand in one request");
            }
        }

        var next = Table.Apply(domain, operations);
        if (!securityPolicies.Contains(next.SecurityPolicy))
        {
            throw ServiceException.BadRequest($"Invalid value '{next.SecurityPolicy}' specified for /securityPolicy. Valid options are {string.Join(",", securityPolicies)}");
        }

        return DomainNameRules.Checked(next);
    }

    private static string? Given(PatchStep step) => step.Op == PatchOps.Remove ? null : step.ValueOrNull;

    // The version is one of the object's: another object has others.
    private static MutualTlsAuthentication? Truststore(MutualTlsAuthentication? present, string? uri) =>
        uri is null ? null : present?.TruststoreUri == uri ? present : new MutualTlsAuthentication { TruststoreUri = uri };

    private static DomainName Versioned(DomainName domain, PatchStep step)
    {
        if (domain.MutualTls is { } mutual) return domain with { MutualTls = mutual with { TruststoreVersion = Given(step) } };
        return Given(step) is null ? domain : throw ServiceException.BadRequest("Invalid truststoreVersion specified: the domain name has no truststoreUri");
    }

    private static ImmutableArray<EndpointType> Types(ImmutableArray<EndpointType> types, PatchStep step, string? value)
    {
        var type = RestApiRules.ParseType(value);
        if (step.Op == PatchOps.Add) return types.Contains(type) ? types : types.Add(type);
        return types.Contains(type) ? types.Remove(type) : throw ServiceException.BadRequest($"Invalid patch path {step.Path}");
    }

    // The place is an index, or the type that is there.
    private static DomainName TypeAt(DomainName domain, PatchStep step)
    {
        if (step.Op == PatchOps.Add) return domain with { Types = Types(domain.Types, step, step.ValueOrNull ?? step.Name) };
        var at = int.TryParse(step.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : domain.Types.IndexOf(RestApiRules.ParseType(step.Name));
        if (at < 0 || at >= domain.Types.Length) throw ServiceException.BadRequest($"Invalid patch path {step.Path}");
        return domain with { Types = step.Op == PatchOps.Remove ? domain.Types.RemoveAt(at) : domain.Types.SetItem(at, RestApiRules.ParseType(step.Value)) };
    }
}
