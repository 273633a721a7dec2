using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Identifiers;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Resources;

/// <summary>The tree of paths. An API that is not there reads as a resource that is not there.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html"/>
internal sealed class ResourceOperations(ControlPlaneServices services, RestApiAccess apis)
{
    // Sorted when they are first listed, once for each state that an API goes through.
    private static readonly ConditionalWeakTable<ImmutableDictionary<string, Resource>, Resource[]> ByPath = [];

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateResource", CreateAsync, (writer, resource) => ResourceWriter.Write(writer, resource, embedMethods: false))
        .Add("GetResources", ListAsync, (writer, result) => result.Page.Write(writer, (each, resource) => ResourceWriter.Write(each, resource, result.EmbedMethods)))
        .Add("GetResource", GetAsync, (writer, result) => ResourceWriter.Write(writer, result.Resource, result.EmbedMethods))
        .Add("UpdateResource", UpdateAsync, (writer, resource) => ResourceWriter.Write(writer, resource, embedMethods: false))
        .Add("DeleteResource", DeleteAsync);

    private ValueTask<Resource> CreateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var id = services.Identifiers.NextFree(6, definition.Resources.ContainsKey);
                var next = definition.AddResource(id, call.Input.Required("parentId"), call.Input.Required("pathPart"));
                return (next, next.Resources[id]);
            },
            cancellationToken);

    private async ValueTask<(Page<Resource> Page, bool EmbedMethods)> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var definition = await apis.DefinitionAsync(call, Missing.Resource, cancellationToken);
        return (Page.OfOrdered(call.Input, Ordered(definition.Resources), resource => resource.Path), EmbedMethods(call));
    }

    private async ValueTask<(Resource Resource, bool EmbedMethods)> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        (call.ResourceOf(await apis.DefinitionAsync(call, Missing.Resource, cancellationToken)), EmbedMethods(call));

    private ValueTask<Resource> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var id = call.ResourceOf(definition).Id;
                var next = ResourcePatches.Apply(definition, id, call.Input.PatchOperations());
                return (next, next.Resources[id]);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(call, Missing.Resource, definition => (definition.RemoveResource(call.Input.Required("resourceId")), true), cancellationToken);

    private static Resource[] Ordered(ImmutableDictionary<string, Resource> resources) =>
        ByPath.GetValue(resources, static all => [.. all.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal)]);

    private static bool EmbedMethods(OperationCall call) => call.Input.Texts("embed")?.Contains("methods") == true;
}
