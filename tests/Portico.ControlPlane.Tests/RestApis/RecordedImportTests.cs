using System.Text.Json.Nodes;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.RestApis;

/// <summary>What imports were recorded to make, one fact a row.</summary>
public sealed class RecordedImportTests
{
    private const string Uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";

    private const string Definition =
        $$$$"""
        swagger: '2.0'
        info: {title: T, version: v1, description: D}
        basePath: /base-url/part
        produces: [application/json]
        x-amazon-apigateway-binary-media-types: [image/png]
        x-amazon-apigateway-api-key-source: AUTHORIZER
        x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
        x-amazon-apigateway-request-validator: all
        security: [{token: []}]
        paths:
          /test/{id}:
            parameters: [{name: id, in: path, required: true, type: string}]
            get:
              operationId: read
              security: [{api_key: []}]
              parameters: [{name: q, in: query, type: string}]
              responses: {'200': {description: ok, schema: {$ref: '#/definitions/Pet'}, headers: {X: {type: string} } } }
              x-amazon-apigateway-integration:
                type: http
                httpMethod: GET
                uri: https://example.com
                passthroughBehavior: when_no_match
                requestParameters: {integration.request.header.nothing: true, integration.request.header.text: "'1'"}
                responses: {default: {statusCode: 200}, '4..': {statusCode: '400'}}
            x-amazon-apigateway-any-method:
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration: {type: mock, contentHandling: CONVERT_TO_TEXT, timeoutInMillis: 1000}
        definitions:
          Pet: {required: [id], type: object, properties: {id: {type: integer}, friend: {$ref: '#/definitions/Pet'}}}
        securityDefinitions:
          api_key: {type: apiKey, name: x-api-key, in: header}
          token: {type: apiKey, name: Auth, in: header, x-amazon-apigateway-authtype: oauth2, x-amazon-apigateway-authorizer: {type: token, authorizerUri: "{{{{Uri}}}}"}}
          request: {type: apiKey, name: Unused, in: header, x-amazon-apigateway-authorizer: {type: request, authorizerUri: "{{{{Uri}}}}", identitySource: method.request.header.A}}
        """;

    private static readonly string Importable = Definition.Replace(", '4..': {statusCode: '400'}", "", StringComparison.Ordinal);

    [Theory]
    [InlineData("", "name", "T")]
    [InlineData("", "version", "v1")]
    [InlineData("", "description", "D")]
    [InlineData("", "binaryMediaTypes.0", "image/png")]
    [InlineData("", "apiKeySource", "AUTHORIZER")]
    [InlineData("", "endpointConfiguration.types.0", "EDGE")]
    [InlineData("/resources/RESOURCE", "path", "/test/{id}")]
    [InlineData("/resources/ROOT", "resourceMethods", null)]
    [InlineData("/resources/RESOURCE/methods/GET", "operationName", "read")]
    [InlineData("/resources/RESOURCE/methods/GET", "authorizationType", "NONE")]
    [InlineData("/resources/RESOURCE/methods/GET", "apiKeyRequired", "true")]
    [InlineData("/resources/RESOURCE/methods/GET", "requestParameters.method#request#path#id", "true")]
    [InlineData("/resources/RESOURCE/methods/GET", "requestParameters.method#request#querystring#q", "false")]
    [InlineData("/resources/RESOURCE/methods/GET", "requestValidatorId", "VALIDATOR")]
    [InlineData("/resources/RESOURCE/methods/GET", "methodResponses.200.responseParameters.method#response#header#X", "false")]
    [InlineData("/resources/RESOURCE/methods/GET", "methodResponses.200.responseModels.application/json", "Pet")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "cacheNamespace", "RESOURCE")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "connectionType", "INTERNET")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "passthroughBehavior", "WHEN_NO_MATCH")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "timeoutInMillis", "29000")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "requestParameters.integration#request#header#nothing", null)]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "requestParameters.integration#request#header#text", "'1'")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "integrationResponses.200.statusCode", "200")]
    [InlineData("/resources/RESOURCE/methods/GET/integration", "integrationResponses.200.selectionPattern", null)]
    [InlineData("/resources/RESOURCE/methods/ANY", "authorizationType", "CUSTOM")]
    [InlineData("/resources/RESOURCE/methods/ANY", "requestValidatorId", "VALIDATOR")]
    [InlineData("/resources/RESOURCE/methods/ANY/integration", "contentHandling", "CONVERT_TO_TEXT")]
    [InlineData("/resources/RESOURCE/methods/ANY/integration", "timeoutInMillis", "1000")]
    [InlineData("/resources/RESOURCE/methods/ANY/integration", "connectionType", null)]
    [InlineData("/authorizers/TOKEN", "authType", "oauth2")]
    [InlineData("/authorizers/TOKEN", "identitySource", "method.request.header.Auth")]
    [InlineData("/authorizers/TOKEN", "authorizerResultTtlInSeconds", null)]
    [InlineData("/authorizers/REQUEST", "authorizerResultTtlInSeconds", "300")]
    [InlineData("/models/Pet", "contentType", "application/json")]
    public async Task An_import_makes_what_was_recorded(string path, string member, string? expected)
    {
        var plane = await StartAsync();
        var api = await plane.Done("POST", "/restapis?mode=import", Importable);
        var ids = await Ids(plane, api);

        var answer = await plane.Done("GET", $"/restapis/{api["id"]}{string.Join('/', path.Split('/').Select(part => ids.GetValueOrDefault(part, part)))}");
        var value = member.Split('.').Aggregate((JsonNode?)answer, (at, part) => at is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at?[part.Replace('#', '.')]);

        Assert.Equal(expected is null ? null : ids.GetValueOrDefault(expected, expected), value?.ToString());
    }

    [Fact]
    public async Task A_value_that_is_no_text_is_dropped_with_a_warning_that_may_refuse_the_whole()
    {
        const string Warning = "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.nothing' of resource '/test/{id}' and method 'GET' but got 'true'";
        var plane = await StartAsync();

        Assert.Equal([Warning], (await plane.Done("POST", "/restapis?mode=import", Importable))["warnings"]!.AsArray().Select(each => (string)each!));
        (await plane.Call("POST", "/restapis?mode=import&failonwarnings=true", Importable)).RefusesBadRequest($"Warnings found during import:\n\t{Warning}");
        Assert.Single(plane.Catalog.RestApis);

        var (api, root) = await plane.NewMockApi();
        (await plane.Call("PUT", $"{api}?mode=overwrite&failonwarnings=true", Importable)).RefusesBadRequest($"Warnings found during import:\n\t{Warning}");
        await plane.Done("GET", $"{root}/methods/GET");
        Assert.Equal([Warning], (await plane.Done("PUT", api, Importable))["warnings"]!.AsArray().Select(each => (string)each!));
    }

    [Fact]
    public async Task An_error_refuses_the_whole_with_all_that_is_wrong() =>
        (await (await StartAsync()).Call("POST", "/restapis?mode=import", Definition)).RefusesBadRequest(
            "Errors found during import:\n\tInvalid Response status code specified: '400' is not a response of the operation; it has 200");

    [Theory]
    [InlineData("ignore", "/ /test /test/{id}")]
    [InlineData("prepend", "/ /base-url /base-url/part /base-url/part/test /base-url/part/test/{id}")]
    [InlineData("split", "/ /part /part/test /part/test/{id}")]
    public async Task A_base_path_is_left_out_kept_or_cut(string mode, string expected)
    {
        var plane = await StartAsync();
        var api = await plane.Done("POST", $"/restapis?mode=import&basepath={mode}", Importable);

        Assert.Equal(expected, string.Join(' ', (await plane.Done("GET", $"/restapis/{api["id"]}/resources"))["item"]!.AsArray().Select(each => (string)each!["path"]!)));
    }

    [Theory]
    [InlineData("REGIONAL", "REGIONAL ipv4")]
    [InlineData("PRIVATE", "PRIVATE dualstack")]
    [InlineData("EDGE", "EDGE ipv4")]
    public async Task The_endpoint_is_that_of_the_call(string type, string expected)
    {
        var endpoint = (await (await StartAsync()).Done("POST", $"/restapis?mode=import&endpointConfigurationTypes={type}", Importable))["endpointConfiguration"]!;

        Assert.Equal(expected, $"{endpoint["types"]![0]} {endpoint["ipAddressType"]}");
    }

    [Fact]
    public async Task An_imported_schema_keeps_its_order_and_names_models_by_their_addresses()
    {
        var plane = await StartAsync();
        var id = (string)(await plane.Done("POST", "/restapis?mode=import", Importable))["id"]!;

        Assert.Equal(
            $$$$"""{"required":["id"],"type":"object","properties":{"id":{"type":"integer"},"friend":{"$ref":"https://apigateway.amazonaws.com/restapis/{{{{id}}}}/models/Pet"}}}""",
            JsonNode.Parse((string)(await plane.Done("GET", $"/restapis/{id}/models/Pet"))["schema"]!)!.ToJsonString());
    }

    [Fact]
    public async Task Overwriting_leaves_stages_deployments_and_the_endpoint()
    {
        var plane = await StartAsync();
        var (api, stage, deployment) = await plane.NewStage();
        await plane.Patch(api, Op("replace", "/endpointConfiguration/types/EDGE", "REGIONAL"));
        await plane.Done("POST", $"{api}/requestvalidators", """{"name":"gone"}""");
        await plane.Done("PUT", $"{api}/gatewayresponses/THROTTLED", """{"statusCode":"503"}""");

        var put = await plane.Done("PUT", $"{api}?mode=overwrite", Importable);

        Assert.Equal("REGIONAL", (string?)put["endpointConfiguration"]!["types"]![0]);
        Assert.Equal(deployment, (string?)(await plane.Done("GET", stage))["deploymentId"]);
        Assert.Equal(["all"], (await plane.Done("GET", $"{api}/requestvalidators"))["item"]!.AsArray().Select(each => (string)each!["name"]!));
        Assert.True((bool)(await plane.Done("GET", $"{api}/gatewayresponses/THROTTLED"))["defaultResponse"]!);
        Assert.Equal(["request", "token"], (await plane.Done("GET", $"{api}/authorizers"))["item"]!.AsArray().Select(each => (string)each!["name"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_clone_has_everything_but_stages_and_deployments()
    {
        var plane = await StartAsync();
        var source = (string)(await plane.Done("POST", "/restapis?mode=import", Importable))["id"]!;
        var clone = await plane.Done("POST", "/restapis", $$"""{"name":"clone","cloneFrom":"{{source}}"}""");

        Assert.Equal(("clone", "v1", "AUTHORIZER"), ((string?)clone["name"], (string?)clone["version"], (string?)clone["apiKeySource"]));
        foreach (var path in new[] { "resources?embed=methods", "authorizers", "requestvalidators", "gatewayresponses", "documentation/parts" })
        {
            Assert.Equal((await plane.Done("GET", $"/restapis/{source}/{path}")).ToJsonString(), (await plane.Done("GET", $"/restapis/{clone["id"]}/{path}")).ToJsonString());
        }

        Assert.Contains($"/restapis/{clone["id"]}/models/Pet", (string)(await plane.Done("GET", $"/restapis/{clone["id"]}/models/Pet"))["schema"]!, StringComparison.Ordinal);
        (await plane.Call("POST", "/restapis", """{"name":"clone","cloneFrom":"nothere"}""")).RefusesNotFound("Invalid API identifier specified 123456789012:nothere");
    }

    private static async Task<Dictionary<string, string>> Ids(ControlPlane plane, JsonNode api)
    {
        var authorizers = (await plane.Done("GET", $"/restapis/{api["id"]}/authorizers"))["item"]!.AsArray();
        return new()
        {
            ["ROOT"] = (string)api["rootResourceId"]!,
            ["RESOURCE"] = (string)(await plane.Done("GET", $"/restapis/{api["id"]}/resources"))["item"]!.AsArray().Single(each => (string?)each!["path"] == "/test/{id}")!["id"]!,
            ["VALIDATOR"] = (string)(await plane.Done("GET", $"/restapis/{api["id"]}/requestvalidators"))["item"]![0]!["id"]!,
            ["TOKEN"] = (string)authorizers.Single(each => (string?)each!["name"] == "token")!["id"]!,
            ["REQUEST"] = (string)authorizers.Single(each => (string?)each!["name"] == "request")!["id"]!,
        };
    }
}
