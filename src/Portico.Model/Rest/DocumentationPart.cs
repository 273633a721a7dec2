using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>What is said about one thing of an API, or about several that share a place.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPart.html"/>
public sealed record DocumentationPart
{
    public required string Id { get; init; }

    public required DocumentationLocation Location { get; init; }

    /// <summary>A JSON object as text.</summary>
    public required string Properties { get; init; }
}

/// <summary>The documentation parts of an API as they were when the version was made.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationVersion.html"/>
public sealed record DocumentationVersion
{
    public required string Version { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public ImmutableArray<DocumentationPart> Parts { get; init; } = [];
}
