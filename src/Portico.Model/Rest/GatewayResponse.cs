using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>What the gateway itself answers for one kind of failure, where the definition sets it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_GatewayResponse.html"/>
public sealed record GatewayResponse
{
    /// <summary>A name of the vocabulary table, such as <c>BAD_REQUEST_BODY</c> or <c>DEFAULT_4XX</c>.</summary>
    public required string ResponseType { get; init; }

    /// <summary>Three digits, or null to keep the type's own.</summary>
    public string? StatusCode { get; init; }

    /// <summary><c>gatewayresponse.header.name</c> to a mapping expression.</summary>
    public ImmutableSortedDictionary<string, string> ResponseParameters { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Media type to a text in which <c>$context</c> and <c>$stageVariables</c> are replaced; empty means the built-in one.</summary>
    public ImmutableArray<MediaTypeTemplate> ResponseTemplates { get; init; } = [];
}
