using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Writing;

/// <summary>What a writer of OpenAPI must know besides the API.</summary>
public sealed record OpenApiWriteOptions
{
    /// <summary>OpenAPI 2.0 (<c>swagger</c>) instead of 3.0.1 (<c>oas30</c>).</summary>
    public bool IsVersion2 { get; init; }

    public bool IsYaml { get; init; }

    public ExportExtensions Extensions { get; init; }

    /// <summary>The stage whose address stands in the document.</summary>
    public required string StageName { get; init; }

    /// <summary>Stands in the host name.</summary>
    public required string Region { get; init; }

    /// <summary><c>info.version</c> of an API that has none: when it was deployed.</summary>
    public required DateTimeOffset DeployedAt { get; init; }

    /// <summary>What the stage publishes, or null; its name becomes <c>info.version</c>.</summary>
    public DocumentationVersion? Documentation { get; init; }
}
