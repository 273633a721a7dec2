using System.Collections.Immutable;

namespace Portico.Model.Accounts;

/// <summary>A way to back ends that are not reachable from outside.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html"/>
public sealed record VpcLink
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>One network load balancer.</summary>
    public ImmutableArray<string> TargetArns { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
