using Portico.Aws;
using Portico.Definitions.OpenApi;
using Portico.Model.Identifiers;
using Portico.Model.Rest;

namespace Portico.Definitions.Tests;

public class RestApiMergeTests
{
    private const string Existing =
        """
        openapi: 3.0.1
        info: {title: Old, version: '1', description: Kept}
        x-amazon-apigateway-binary-media-types: [a/b]
        x-amazon-apigateway-endpoint-configuration: {types: [REGIONAL], disableExecuteApiEndpoint: true}
        x-amazon-apigateway-request-validators: {all: {validateRequestBody: true}, old: {}}
        x-amazon-apigateway-gateway-responses: {THROTTLED: {statusCode: 503}}
        paths:
          /pets:
            get: {operationId: old, x-amazon-apigateway-integration: {type: mock}}
            put: {operationId: old}
          /old/{id}: {get: {operationId: old}}
        components: {schemas: {Pet: {type: object}, Old: {type: object}}}
        """;

    private const string Imported =
        """
        openapi: 3.0.1
        info: {title: New, version: '2'}
        x-amazon-apigateway-binary-media-types: [c/d]
        x-amazon-apigateway-request-validators: {all: {validateRequestParameters: true}}
        paths:
          /pets:
            get: {operationId: new, x-amazon-apigateway-request-validator: all, x-amazon-apigateway-integration: {type: mock}}
          /pets/{id}:
            get: {operationId: new, x-amazon-apigateway-integration: {type: mock}}
        components: {schemas: {Pet: {type: string}, New: {items: {$ref: '#/components/schemas/Pet'}}}}
        """;

    private readonly SequentialIdentifiers _identifiers = new();

    [Fact]
    public void Overwriting_leaves_what_the_definition_names_and_keeps_the_ids()
    {
        var (existing, imported) = (Read(Existing), Read(Imported, apiId: "other12345"));
        var api = RestApiMerge.Overwrite(existing, imported);

        Assert.Equal((existing.Api.Id, existing.Api.RootResourceId, existing.Api.CreatedDate), (api.Api.Id, api.Api.RootResourceId, api.Api.CreatedDate));
        Assert.Equal("v", api.Api.Tags["k"]);
        Assert.Equal(("New", null, "2"), (api.Api.Name, api.Api.Description, api.Api.Version));
        Assert.Equal(["c/d"], api.Api.BinaryMediaTypes);
        Assert.Equal((EndpointType.REGIONAL, true), (api.Api.EndpointConfiguration.Type, api.Api.DisableExecuteApiEndpoint));
        Assert.Equal("/ /pets /pets/{id}", Paths(api));
        Assert.Equal(["GET"], Resource(api, "/pets").Methods.Keys);
        Assert.Equal(["New", "Pet"], api.Models.Keys);
        Assert.Empty(api.GatewayResponses);

        Assert.Equal(Resource(existing, "/pets").Id, Resource(api, "/pets").Id);
        Assert.Equal(Resource(api, "/pets").Id, Resource(api, "/pets/{id}").ParentId);
        Assert.Equal(existing.Models["Pet"].Id, api.Models["Pet"].Id);
        Assert.Contains(SchemaModel.ReferenceTo(existing.Api.Id, "Pet"), api.Models["New"].Schema, StringComparison.Ordinal);
        var validator = Assert.Single(api.RequestValidators.Values);
        Assert.Equal(existing.RequestValidators.Values.Single(one => one.Name == "all").Id, validator.Id);
        Assert.True(validator.ValidateRequestParameters);
        var get = Resource(api, "/pets").Methods["GET"];
        Assert.Equal(validator.Id, get.RequestValidatorId);
        Assert.Equal(Resource(api, "/pets").Id, get.Integration!.CacheNamespace);
    }

    [Fact]
    public void Merging_adds_and_replaces_a_method_whole()
    {
        var (existing, imported) = (Read(Existing), Read(Imported));
        var api = RestApiMerge.Merge(existing, imported);

        Assert.Equal(("New", "Kept", "2"), (api.Api.Name, api.Api.Description, api.Api.Version));
        Assert.Equal(["a/b", "c/d"], api.Api.BinaryMediaTypes);
        Assert.Equal(EndpointType.REGIONAL, api.Api.EndpointConfiguration.Type);
        Assert.Equal("/ /old /old/{id} /pets /pets/{id}", Paths(api));
        Assert.Equal(("new", "old"), (Resource(api, "/pets").Methods["GET"].OperationName, Resource(api, "/pets").Methods["PUT"].OperationName));
        Assert.Equal(["New", "Old", "Pet"], api.Models.Keys);
        Assert.Contains("string", api.Models["Pet"].Schema, StringComparison.Ordinal);
        Assert.Equal(["all", "old"], api.RequestValidators.Values.Select(validator => validator.Name).Order(StringComparer.Ordinal));
        Assert.Equal("503", api.GatewayResponses["THROTTLED"].StatusCode);
        Assert.All(existing.Resources.Values, resource => Assert.Equal(resource.Path, api.Resources[resource.Id].Path));
    }

    [Fact]
    public void Merging_an_API_into_itself_changes_nothing()
    {
        var existing = Read(Existing);

        Assert.Equal(Import.Whole(existing), Import.Whole(RestApiMerge.Merge(existing, Read(Existing))));
    }

    [Theory]
    [InlineData("/old/{other}", "A sibling ({id}) of this resource already has a variable path part -- only one is allowed")]
    [InlineData("/old/{rest+}", "A sibling ({id}) of this resource already has a variable path part -- only one is allowed")]
    public void Merging_what_cannot_stand_together_is_refused(string path, string message)
    {
        var imported = Read($"openapi: 3.0.1\ninfo: {{title: T, version: '1'}}\npaths: {{'{path}': {{get: {{}}}}}}");

        Assert.Equal(message, Assert.Throws<ServiceException>(() => RestApiMerge.Merge(Read(Existing), imported)).Message);
    }

    [Fact]
    public void Merging_below_a_greedy_resource_is_refused()
    {
        var greedy = Read("openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths: {'/{proxy+}': {get: {}}}");
        var below = RestApiDefinition.Empty(greedy.Api with { RootResourceId = "r" });
        below = below.With(new Resource { Id = "x", ParentId = "r", PathPart = "{proxy+}", Path = "/{proxy+}" }).With(new Resource { Id = "y", ParentId = "x", PathPart = "a", Path = "/{proxy+}/a" });

        Assert.Equal("Cannot create a child of a resource with a greedy path variable: {proxy+}", Assert.Throws<ServiceException>(() => RestApiMerge.Merge(greedy, below)).Message);
    }

    [Fact]
    public void Ids_out_of_two_sources_that_clash_are_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => RestApiMerge.Merge(Import.Api(Existing), Import.Api("openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths: {/a/b/c/d/e/f/g: {}}")));

    private RestApiDefinition Read(string text, string apiId = Import.ApiId)
    {
        var api = OpenApiReader.Read(text, Import.Options() with { ApiId = apiId, Identifiers = _identifiers }).Definition!;
        return api with { Api = api.Api with { Tags = api.Api.Tags.Add("k", "v") } };
    }

    private static Resource Resource(RestApiDefinition api, string path) => api.Resources.Values.Single(resource => resource.Path == path);

    private static string Paths(RestApiDefinition api) => string.Join(' ', api.Resources.Values.Select(resource => resource.Path).Order(StringComparer.Ordinal));
}
