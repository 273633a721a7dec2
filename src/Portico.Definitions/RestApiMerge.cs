using System.Collections.Immutable;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Definitions;

/// <summary>
/// Puts an imported API into one that exists: what PutRestApi does in its two modes. Pure. Ids of what both have stay those of
/// the existing API, and so do the API's own id, its date and its tags.
/// </summary>
/// <remarks>
/// A definition cannot say "unset". So where the imported API bears a default, the existing value of the endpoint, the policy and
/// the other settings of access stays in both modes: an import never opens what was closed by leaving it out.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html"/>
public static class RestApiMerge
{
    /// <summary>The imported API in the place of the existing one: what the definition does not name is gone.</summary>
    /// <exception cref="ServiceException">The two cannot stand together.</exception>
    public static RestApiDefinition Overwrite(RestApiDefinition existing, RestApiDefinition imported)
    {
        var incoming = WithIdsOf(existing, imported);
        return incoming with
        {
            DocumentationParts = DocumentationParts.Overwrite(existing.DocumentationParts, incoming.DocumentationParts.Values),
            Api = Access(existing.Api, incoming.Api) with
            {
                Name = incoming.Api.Name,
                Description = incoming.Api.Description,
                Version = incoming.Api.Version,
                ApiKeySource = incoming.Api.ApiKeySource,
                BinaryMediaTypes = incoming.Api.BinaryMediaTypes,
                MinimumCompressionSize = incoming.Api.MinimumCompressionSize,
            },
        };
    }

    /// <summary>The existing API with the imported one added to it: a method that both have is replaced whole.</summary>
    /// <exception cref="ServiceException">A path of the definition cannot stand beside one of the existing API.</exception>
    public static RestApiDefinition Merge(RestApiDefinition existing, RestApiDefinition imported)
    {
        var incoming = WithIdsOf(existing, imported);
        var resources = existing.Resources;
        foreach (var resource in incoming.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            if (resources.TryGetValue(resource.Id, out var present))
            {
                resources = resources.SetItem(resource.Id, present with { Methods = present.Methods.SetItems(resource.Methods) });
                continue;
            }

            RefuseClash(resources, resource);
            resources = resources.Add(resource.Id, resource);
        }

        return existing with
        {
            Api = Access(existing.Api, incoming.Api) with
            {
                Name = incoming.Api.Name,
                Description = incoming.Api.Description ?? existing.Api.Description,
                Version = incoming.Api.Version ?? existing.Api.Version,
                ApiKeySource = incoming.Api.ApiKeySource is ApiKeySource.HEADER ? existing.Api.ApiKeySource : incoming.Api.ApiKeySource,
                BinaryMediaTypes = [.. existing.Api.BinaryMediaTypes.Union(incoming.Api.BinaryMediaTypes, StringComparer.Ordinal)],
                MinimumCompressionSize = incoming.Api.MinimumCompressionSize ?? existing.Api.MinimumCompressionSize,
            },
            Resources = resources,
            Models = existing.Models.SetItems(incoming.Models),
            RequestValidators = existing.RequestValidators.SetItems(incoming.RequestValidators),
            Authorizers = existing.Authorizers.SetItems(incoming.Authorizers),
            DocumentationParts = DocumentationParts.Merge(existing.DocumentationParts, incoming.DocumentationParts.Values),
            GatewayResponses = existing.GatewayResponses.SetItems(incoming.GatewayResponses),
        };
    }

    private static RestApi Access(RestApi existing, RestApi imported) => existing with
    {
        EndpointConfiguration = IsDefault(imported.EndpointConfiguration) ? existing.EndpointConfiguration : imported.EndpointConfiguration,
        DisableExecuteApiEndpoint = existing.DisableExecuteApiEndpoint || imported.DisableExecuteApiEndpoint,
        Policy = imported.Policy ?? existing.Policy,
        SecurityPolicy = imported.SecurityPolicy ?? existing.SecurityPolicy,
        EndpointAccessMode = imported.EndpointAccessMode ?? existing.EndpointAccessMode,
    };

    // Records compare their arrays by reference, so the default is told by its values.
    private static bool IsDefault(EndpointConfiguration endpoint) =>
        endpoint.Type == EndpointConfiguration.Edge.Type && endpoint.IpAddressType == EndpointConfiguration.Edge.IpAddressType && endpoint.VpcEndpointIds.IsEmpty;

    /// <summary>The imported API under the ids of the existing one: its own, those of its resources by path, of its models, validators and authorizers by name.</summary>
    private static RestApiDefinition WithIdsOf(RestApiDefinition existing, RestApiDefinition imported)
    {
        var byPath = existing.Resources.Values.ToDictionary(resource => resource.Path, resource => resource.Id, StringComparer.Ordinal);
        var ids = imported.Resources.Values.ToDictionary(resource => resource.Id, resource => byPath.GetValueOrDefault(resource.Path, resource.Id), StringComparer.Ordinal);
        if (ids.Values.Distinct(StringComparer.Ordinal).Count() != ids.Count || imported.Resources.Values.Any(resource => existing.Resources.TryGetValue(ids[resource.Id], out var other) && other.Path != resource.Path))
        {
            throw new ArgumentException("An id of the imported API is already that of another resource; both must take their ids from one source.", nameof(imported));
        }

        var validatorsByName = existing.RequestValidators.Values
            .Where(validator => validator.Name is not null)
            .GroupBy(validator => validator.Name!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Id, StringComparer.Ordinal);
        var validatorIds = imported.RequestValidators.Values
            .ToDictionary(validator => validator.Id, validator => validatorsByName.GetValueOrDefault(validator.Name ?? "", validator.Id), StringComparer.Ordinal);

        var authorizersByName = existing.Authorizers.Values.ToDictionary(authorizer => authorizer.Name, authorizer => authorizer.Id, StringComparer.Ordinal);
        var authorizerIds = imported.Authorizers.Values
            .ToDictionary(authorizer => authorizer.Id, authorizer => authorizersByName.GetValueOrDefault(authorizer.Name, authorizer.Id), StringComparer.Ordinal);

        return imported with
        {
            Api = imported.Api with { Id = existing.Api.Id, RootResourceId = ids[imported.Api.RootResourceId] },
            Resources = imported.Resources.Values.Select(Moved).ToImmutableDictionary(resource => resource.Id, StringComparer.Ordinal),
            Models = imported.Models.Values
                .Select(model => model with { Id = existing.Models.GetValueOrDefault(model.Name)?.Id ?? model.Id, Schema = SchemaOf(model) })
                .ToImmutableSortedDictionary(model => model.Name, model => model, StringComparer.Ordinal),
            RequestValidators = imported.RequestValidators.Values
                .Select(validator => validator with { Id = validatorIds[validator.Id] })
                .ToImmutableSortedDictionary(validator => validator.Id, validator => validator, StringComparer.Ordinal),
            Authorizers = imported.Authorizers.Values
                .Select(authorizer => authorizer with { Id = authorizerIds[authorizer.Id] })
                .ToImmutableSortedDictionary(authorizer => authorizer.Id, authorizer => authorizer, StringComparer.Ordinal),
        };

        Resource Moved(Resource resource) => resource with
        {
            Id = ids[resource.Id],
            ParentId = resource.ParentId is { } parent ? ids[parent] : null,
            Methods = resource.Methods.Values.Select(method => method with
            {
                RequestValidatorId = method.RequestValidatorId is { } validator ? validatorIds.GetValueOrDefault(validator, validator) : null,
                AuthorizerId = method.AuthorizerId is { } authorizer ? authorizerIds.GetValueOrDefault(authorizer, authorizer) : null,
                // The default namespace is the resource's id and follows it.
                Integration = method.Integration is { CacheNamespace: { } space } integration && space == resource.Id
                    ? integration with { CacheNamespace = ids[resource.Id] }
                    : method.Integration,
            }).ToImmutableSortedDictionary(method => method.HttpMethod, method => method, StringComparer.Ordinal),
        };

        string SchemaOf(SchemaModel model) => existing.Api.Id == imported.Api.Id
            ? model.Schema
            : model.Schema.Replace(SchemaModel.ReferenceTo(imported.Api.Id, ""), SchemaModel.ReferenceTo(existing.Api.Id, ""), StringComparison.Ordinal);
    }

    private static void RefuseClash(ImmutableDictionary<string, Resource> resources, Resource added)
    {
        if (added.ParentId is not { } parentId || !resources.TryGetValue(parentId, out var parent)) return;
        if (Resource.IsGreedy(parent.PathPart))
        {
            throw ServiceException.BadRequest($"Cannot create a child of a resource with a greedy path variable: {parent.PathPart}");
        }

        if (Resource.VariableName(added.PathPart) is not null
            && resources.Values.FirstOrDefault(other => other.ParentId == parentId && Resource.VariableName(other.PathPart) is not null) is { } sibling)
        {
            throw ServiceException.BadRequest($"A sibling ({sibling.PathPart}) of this resource already has a variable path part -- only one is allowed");
        }
    }
}
