using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>
/// A REST API with all that a deployment takes a picture of. Immutable: a change makes another, sharing what did not change,
/// so that a snapshot costs a reference.
/// </summary>
public sealed record RestApiDefinition
{
    public required RestApi Api { get; init; }

    /// <summary>By id; always holds the root.</summary>
    public ImmutableDictionary<string, Resource> Resources { get; init; } = ImmutableDictionary.Create<string, Resource>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public ImmutableSortedDictionary<string, SchemaModel> Models { get; init; } = ImmutableSortedDictionary.Create<string, SchemaModel>(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, RequestValidator> RequestValidators { get; init; } =
        ImmutableSortedDictionary.Create<string, RequestValidator>(StringComparer.Ordinal);

    /// <summary>Those that were set, by type.</summary>
    public ImmutableSortedDictionary<string, GatewayResponse> GatewayResponses { get; init; } =
        ImmutableSortedDictionary.Create<string, GatewayResponse>(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public ImmutableSortedDictionary<string, Authorizer> Authorizers { get; init; } = ImmutableSortedDictionary.Create<string, Authorizer>(StringComparer.Ordinal);

    /// <summary>By id. What is said now; a deployment does not freeze it, a documentation version does.</summary>
    public ImmutableSortedDictionary<string, DocumentationPart> DocumentationParts { get; init; } =
        ImmutableSortedDictionary.Create<string, DocumentationPart>(StringComparer.Ordinal);

    /// <summary>The ids that are taken: a new part must have another.</summary>
    public IEnumerable<string> PartIds =>
        [.. Resources.Keys, .. Models.Values.Select(model => model.Id), .. RequestValidators.Keys, .. Authorizers.Keys, .. DocumentationParts.Keys];

    public Resource Root => Resources[Api.RootResourceId];

    /// <summary>An API that has its root and nothing else.</summary>
    public static RestApiDefinition Empty(RestApi api) => new()
    {
        Api = api,
        Resources = ImmutableDictionary.Create<string, Resource>(StringComparer.Ordinal)
            .Add(api.RootResourceId, new Resource { Id = api.RootResourceId, Path = "/" }),
    };

    public RestApiDefinition With(Resource resource) => this with { Resources = Resources.SetItem(resource.Id, resource) };
}
