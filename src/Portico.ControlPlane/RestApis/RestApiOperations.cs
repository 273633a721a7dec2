using System.Collections.Immutable;
using System.Globalization;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.DomainNames;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Tags;
using Portico.ControlPlane.UsagePlans;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage;

namespace Portico.ControlPlane.RestApis;

/// <summary>APIs made and changed call by call; those made from a definition are <see cref="RestApiImportOperations"/>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html"/>
internal sealed class RestApiOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateRestApi", CreateAsync, RestApiWriter.Write)
        .Add("GetRestApis", ListAsync, (writer, page) => page.Write(writer, RestApiWriter.Write))
        .Add("GetRestApi", GetAsync, RestApiWriter.Write)
        .Add("UpdateRestApi", UpdateAsync, (writer, api) => RestApiWriter.Write(writer, api, [], emptyTags: true))
        .Add("DeleteRestApi", DeleteAsync);

    private async ValueTask<RestApi> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        if (input.Text("description") is "") throw ServiceException.BadRequest("Description cannot be an empty string");
        if (input.Text("name") is "") throw ServiceException.BadRequest("Name cannot be empty");
        if (input.TextOrNull("cloneFrom") is { } source) return await CloneAsync(call, source, cancellationToken);

        var api = services.WithPolicy(call, RestApiRules.Checked(Described(input, New(services))), before: null);
        var definition = RestApiDefinition.Empty(api);
        definition = definition with
        {
            Models = definition.Models
                .Add("Empty", SchemaModel.DefaultEmpty(services.Identifiers.Next(6)))
                .Add("Error", SchemaModel.DefaultError(services.Identifiers.Next(6))),
        };
        return await StoreAsync(definition, cancellationToken);
    }

    private async ValueTask<RestApi> CloneAsync(OperationCall call, string sourceId, CancellationToken cancellationToken)
    {
        var source = await services.Catalog.FindRestApiAsync(sourceId, cancellationToken) ?? throw Missing.Api(call, sourceId);
        var made = New(services);
        // A policy is about its own API.
        var copied = source.Definition.Api.Policy?.Replace($":{sourceId}/", $":{made.Id}/", StringComparison.Ordinal);
        var api = services.WithPolicy(call, Described(call.Input, source.Definition.Api with { Id = made.Id, CreatedDate = made.CreatedDate, Policy = copied }), before: null);
        var definition = source.Definition with
        {
            Api = RestApiRules.Checked(api),
            // Models name each other by the API's id.
            Models = source.Definition.Models.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => pair.Value with { Schema = pair.Value.Schema.Replace(SchemaModel.ReferenceTo(sourceId, ""), SchemaModel.ReferenceTo(api.Id, ""), StringComparison.Ordinal) },
                StringComparer.Ordinal),
        };
        return await StoreAsync(definition, cancellationToken);
    }

    private async ValueTask<RestApi> StoreAsync(RestApiDefinition definition, CancellationToken cancellationToken) =>
        await services.Catalog.ChangeRestApiAsync(
            definition.Api.Id, _ => new RestApiChange<RestApi>(new RestApiEntry { Definition = definition }, definition.Api), cancellationToken);

    private ValueTask<Page<RestApi>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Page.OfOrdered(
            call.Input, services.Catalog.RestApis, api => string.Create(CultureInfo.InvariantCulture, $"{api.CreatedDate.UtcTicks:D19} {api.Id}")));

    private async ValueTask<RestApi> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        (await apis.DefinitionAsync(call, Missing.Api, cancellationToken)).Api;

    private ValueTask<RestApi> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Api,
            definition =>
            {
                var api = services.WithPolicy(call, RestApiPatches.Apply(definition.Api, call.Input.PatchOperations()), definition.Api);
                return (definition with { Api = api }, api);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var apiId = await apis.ChangeAsync(
            call,
            Missing.Api,
            entry =>
            {
                MappedDomains.CheckNone(services.Catalog.Account.Present, entry.Definition.Api.Id, stage: null);
                return new RestApiChange<string>(null, entry.Definition.Api.Id);
            },
            cancellationToken);
        await services.Catalog.Account.ChangeAsync(entry => (ForgottenStages.Without(entry, apiId, stage: null), true), cancellationToken);
    }

    /// <summary>An API without anything said about it.</summary>
    internal static RestApi New(ControlPlaneServices services) => new()
    {
        Id = services.Identifiers.Next(10),
        Name = "",
        CreatedDate = services.Time.GetUtcNow(),
        RootResourceId = services.Identifiers.Next(10),
    };

    private static RestApi Described(InputStructure input, RestApi api) => api with
    {
        Name = input.Required("name"),
        Description = input.Text("description") ?? api.Description,
        Version = input.Text("version") ?? api.Version,
        BinaryMediaTypes = input.Texts("binaryMediaTypes") is { } types ? [.. types.Distinct(StringComparer.Ordinal)] : api.BinaryMediaTypes,
        MinimumCompressionSize = input.Integer("minimumCompressionSize") ?? api.MinimumCompressionSize,
        ApiKeySource = input.Text("apiKeySource") is { } keySource ? Enum.Parse<ApiKeySource>(keySource) : api.ApiKeySource,
        EndpointConfiguration = input.Structure("endpointConfiguration") is { } endpoint ? Endpoint(endpoint) : api.EndpointConfiguration,
        Policy = input.TextOrNull("policy") ?? api.Policy,
        Tags = input.Has("tags") ? TagRules.Checked(input.MapOrEmpty("tags")) : api.Tags,
        DisableExecuteApiEndpoint = input.Flag("disableExecuteApiEndpoint") ?? api.DisableExecuteApiEndpoint,
        SecurityPolicy = input.TextOrNull("securityPolicy") ?? api.SecurityPolicy,
        EndpointAccessMode = input.TextOrNull("endpointAccessMode") ?? api.EndpointAccessMode,
    };

    private static EndpointConfiguration Endpoint(InputStructure endpoint)
    {
        var type = endpoint.Texts("types") is { } types ? RestApiRules.SingleType([.. types.Select(RestApiRules.ParseType)]) : EndpointType.EDGE;
        return new()
        {
            Type = type,
            IpAddressType = endpoint.TextOrNull("ipAddressType") ?? RestApiRules.DefaultIpAddressType(type),
            VpcEndpointIds = endpoint.Texts("vpcEndpointIds") ?? [],
        };
    }
}
