using System.Collections.Immutable;
using Portico.Model.Rest;

namespace Portico.Storage;

/// <summary>A REST API with everything that belongs to it but the content of its deployments.</summary>
public sealed record RestApiEntry
{
    public required RestApiDefinition Definition { get; init; }

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, Deployment> Deployments { get; init; } = ImmutableSortedDictionary.Create<string, Deployment>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, Stage> Stages { get; init; } = ImmutableSortedDictionary.Create<string, Stage>(StringComparer.Ordinal);

    /// <summary>By version.</summary>
    public ImmutableSortedDictionary<string, DocumentationVersion> DocumentationVersions { get; init; } =
        ImmutableSortedDictionary.Create<string, DocumentationVersion>(StringComparer.Ordinal);
}
