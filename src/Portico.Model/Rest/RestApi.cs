using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>What AWS calls a RestApi, without the things it contains: those stand in <see cref="RestApiDefinition"/>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html"/>
public sealed record RestApi
{
    /// <summary>Ten characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public ApiKeySource ApiKeySource { get; init; } = ApiKeySource.HEADER;

    /// <summary>Media types treated as bytes: exact, <c>type/*</c> or <c>*/*</c>. In the order of definition, without repetition.</summary>
    public ImmutableArray<string> BinaryMediaTypes { get; init; } = [];

    /// <summary>Bytes from which responses are compressed, 0 to 10,485,760; null switches compression off.</summary>
    public int? MinimumCompressionSize { get; init; }

    public EndpointConfiguration EndpointConfiguration { get; init; } = EndpointConfiguration.Edge;

    /// <summary>The resource policy as JSON text, or null when there is none.</summary>
    public string? Policy { get; init; }

    /// <summary>True when only custom domain names may be used to reach the API. Takes effect with the next deployment.</summary>
    public bool DisableExecuteApiEndpoint { get; init; }

    /// <summary>The id of the resource <c>/</c>.</summary>
    public required string RootResourceId { get; init; }

    public string? SecurityPolicy { get; init; }

    public string? EndpointAccessMode { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>Where a caller's API key comes from.</summary>
public enum ApiKeySource
{
    HEADER,
    AUTHORIZER,
}
