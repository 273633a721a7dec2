using System.Collections.Immutable;

namespace Portico.Model.Usage;

/// <summary>What a caller names itself by to use a plan.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html"/>
public sealed record ApiKey
{
    /// <summary>Ten characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the caller sends: 20 to 128 characters, once in an account. A secret.</summary>
    public required string Value { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The customer of the AWS Marketplace that the key belongs to.</summary>
    public string? CustomerId { get; init; }

    public bool Enabled { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required DateTimeOffset LastUpdatedDate { get; init; }

    /// <summary>Stages as <c>{apiId}/{stageName}</c>, from before there were usage plans.</summary>
    public ImmutableArray<string> StageKeys { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
