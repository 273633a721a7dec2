using System.Collections.Immutable;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions;

/// <summary>What came of reading a definition: the API, or everything that stands against it. Readers never throw for bad input.</summary>
public sealed record DefinitionReading
{
    /// <summary>The API, or null when there are errors.</summary>
    public RestApiDefinition? Definition { get; init; }

    /// <summary>All that there is to say, in order of place.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Where each thing of the API stands in the text; filled as far as reading came, also when there are errors.</summary>
    public SourceMap Sources { get; init; } = SourceMap.Empty;

    public bool Succeeded => Definition is not null;

    /// <summary>False when the text is no definition at all, for which AWS has one sentence: <c>Invalid OpenAPI input.</c></summary>
    public bool IsOpenApi { get; init; }
}
