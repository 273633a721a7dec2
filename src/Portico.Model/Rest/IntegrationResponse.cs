using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>How one kind of answer of the back end becomes a method response.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html"/>
public sealed record IntegrationResponse
{
    /// <summary>The method response that this leads to.</summary>
    public required string StatusCode { get; init; }

    /// <summary>A Java regular expression that must match the whole status (or error message); null or empty makes this the default.</summary>
    public string? SelectionPattern { get; init; }

    /// <summary><c>method.response.header.name</c> to a mapping expression; null when never given.</summary>
    public ImmutableSortedDictionary<string, string>? ResponseParameters { get; init; }

    /// <summary>In the order given; null when never given.</summary>
    public ImmutableArray<MediaTypeTemplate>? ResponseTemplates { get; init; }

    public string? ContentHandling { get; init; }

    public bool IsDefault => string.IsNullOrEmpty(SelectionPattern);
}
