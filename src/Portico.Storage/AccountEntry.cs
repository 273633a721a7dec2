using System.Collections.Immutable;
using Portico.Model.Accounts;
using Portico.Model.Certificates;
using Portico.Model.Domains;
using Portico.Model.Usage;

namespace Portico.Storage;

/// <summary>Everything that belongs to an account and to none of its APIs.</summary>
public sealed record AccountEntry
{
    public AccountSettings Settings { get; init; } = new();

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, ApiKey> ApiKeys { get; init; } = ImmutableSortedDictionary.Create<string, ApiKey>(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, UsagePlan> UsagePlans { get; init; } = ImmutableSortedDictionary.Create<string, UsagePlan>(StringComparer.Ordinal);

    /// <summary>By <see cref="UsagePlanKey.Id"/>.</summary>
    public ImmutableSortedDictionary<string, UsagePlanKey> UsagePlanKeys { get; init; } = ImmutableSortedDictionary.Create<string, UsagePlanKey>(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, ClientCertificate> ClientCertificates { get; init; } = ImmutableSortedDictionary.Create<string, ClientCertificate>(StringComparer.Ordinal);

    /// <summary>By <see cref="DomainName.Key"/>.</summary>
    public ImmutableSortedDictionary<string, DomainName> DomainNames { get; init; } = ImmutableSortedDictionary.Create<string, DomainName>(StringComparer.Ordinal);

    /// <summary>By ARN.</summary>
    public ImmutableSortedDictionary<string, Certificate> Certificates { get; init; } = ImmutableSortedDictionary.Create<string, Certificate>(StringComparer.Ordinal);

    /// <summary>By <see cref="BasePathMapping.Key"/>.</summary>
    public ImmutableSortedDictionary<string, BasePathMapping> BasePathMappings { get; init; } = ImmutableSortedDictionary.Create<string, BasePathMapping>(StringComparer.Ordinal);

    /// <summary>By <see cref="RoutingRule.Key"/>.</summary>
    public ImmutableSortedDictionary<string, RoutingRule> RoutingRules { get; init; } = ImmutableSortedDictionary.Create<string, RoutingRule>(StringComparer.Ordinal);

    /// <summary>By ARN.</summary>
    public ImmutableSortedDictionary<string, DomainNameAccessAssociation> DomainNameAccessAssociations { get; init; } =
        ImmutableSortedDictionary.Create<string, DomainNameAccessAssociation>(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, VpcLink> VpcLinks { get; init; } = ImmutableSortedDictionary.Create<string, VpcLink>(StringComparer.Ordinal);
}
