using System.Collections.Immutable;

namespace Portico.Model.Domains;

/// <summary>A VPC endpoint that a private domain name may be reached through.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DomainNameAccessAssociation.html"/>
public sealed record DomainNameAccessAssociation
{
    public required string DomainNameAccessAssociationArn { get; init; }

    public required string DomainNameArn { get; init; }

    /// <summary><c>VPCE</c>.</summary>
    public required string AccessAssociationSourceType { get; init; }

    public required string AccessAssociationSource { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
