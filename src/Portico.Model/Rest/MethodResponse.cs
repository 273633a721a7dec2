using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>An answer that a method declares.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html"/>
public sealed record MethodResponse
{
    /// <summary>Three digits, 100 to 599.</summary>
    public required string StatusCode { get; init; }

    /// <summary><c>method.response.header.name</c> to whether it is required; null when never given.</summary>
    public ImmutableSortedDictionary<string, bool>? ResponseParameters { get; init; }

    /// <summary>Media type to the name of a model; null when never given.</summary>
    public ImmutableSortedDictionary<string, string>? ResponseModels { get; init; }
}
