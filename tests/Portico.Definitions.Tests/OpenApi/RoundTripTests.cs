using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Identifiers;
using Portico.Model.Rest;

namespace Portico.Definitions.Tests.OpenApi;

/// <summary>What is imported, exported with all extensions and imported again is the same API, but for ids.</summary>
public class RoundTripTests
{
    public static TheoryData<string, bool, bool> Documents()
    {
        var rows = new TheoryData<string, bool, bool>();
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Documents")).Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*", SearchOption.AllDirectories));
        foreach (var file in files.Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file)).Order(StringComparer.Ordinal))
        {
            foreach (var isVersion2 in new[] { false, true }) rows.AddRange((file, isVersion2, false), (file, isVersion2, true));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void An_export_of_everything_brings_everything_back(string file, bool isVersion2, bool isYaml)
    {
        var first = Import.Api(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)));

        var second = Exported(first, isVersion2, isYaml);

        Assert.Equal(Shape(first), Shape(second));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_second_export_is_the_first(string file, bool isVersion2, bool isYaml)
    {
        var first = Import.Api(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)));
        var options = Options(first, isVersion2, isYaml);
        var text = OpenApiWriter.Write(first, options);

        var second = Import.Api(text, with => with with { Identifiers = new SequentialIdentifiers("b") });

        Assert.Equal(WithoutOrder(text), WithoutOrder(OpenApiWriter.Write(second, options)));
    }

    /// <summary>Every one that AWS documents for REST APIs.</summary>
    private static readonly string[] Extensions =
    [
        "any-method", "integration", "authorizer", "authtype", "auth", "request-validators", "request-validator", "gateway-responses", "documentation", "binary-media-types",
        "minimum-compression-size", "api-key-source", "policy", "endpoint-configuration", "security-policy", "endpoint-access-mode",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_extension_comes_back_from_a_document_of_each_version(bool isYaml)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "everything-3.0.yaml"));
        var first = Import.Api(text);
        Assert.All(Extensions, name => Assert.Contains($"x-amazon-apigateway-{name}:", text, StringComparison.Ordinal));

        var of31 = Import.Api(text.Replace("openapi: 3.0.1", "openapi: 3.1.0", StringComparison.Ordinal));
        var of20 = Exported(first, isVersion2: true, isYaml);

        Assert.Equal(Shape(first), Shape(of31));
        Assert.Equal(Shape(first), Shape(Exported(of31, isVersion2: false, isYaml)));
        Assert.Equal(Shape(first), Shape(Exported(of20, isVersion2: true, isYaml)));
    }

    private static RestApiDefinition Exported(RestApiDefinition api, bool isVersion2, bool isYaml) =>
        Import.Api(OpenApiWriter.Write(api, Options(api, isVersion2, isYaml)), with => with with { Identifiers = new SequentialIdentifiers("b") });

    private static OpenApiWriteOptions Options(RestApiDefinition api, bool isVersion2, bool isYaml) => new()
    {
        IsVersion2 = isVersion2,
        IsYaml = isYaml,
        Extensions = ExportExtensions.ApiGateway,
        StageName = "prod",
        Region = "eu-west-1",
        DeployedAt = api.Api.CreatedDate,
        Documentation = new DocumentationVersion { Version = api.Api.Version!, CreatedDate = api.Api.CreatedDate, Parts = [.. api.DocumentationParts.Values] },
    };

    // Parts are listed by their ids, which are given anew.
    private static string WithoutOrder(string text) => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));

    /// <summary>Everything of an API with names in the place of ids.</summary>
    private static string Shape(RestApiDefinition api)
    {
        var paths = api.Resources.Values.ToDictionary(resource => resource.Id, resource => resource.Path);
        var named = new
        {
            Api = api.Api with { RootResourceId = "" },
            Resources = api.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal).Select(resource => resource with
            {
                Id = "",
                ParentId = resource.ParentId is { } parent ? paths[parent] : null,
                Methods = resource.Methods.SetItems(resource.Methods.Select(pair => KeyValuePair.Create(pair.Key, pair.Value with
                {
                    RequestValidatorId = pair.Value.RequestValidatorId is { } validator ? api.RequestValidators[validator].Name : null,
                    AuthorizerId = pair.Value.AuthorizerId is { } authorizer ? api.Authorizers[authorizer].Name : null,
                    Integration = pair.Value.Integration is { } integration
                        ? integration with { CacheNamespace = paths.GetValueOrDefault(integration.CacheNamespace!, integration.CacheNamespace!) }
                        : null,
                }))),
            }),
            Models = api.Models.Values.Select(model => model with { Id = "", Schema = JsonNode.Parse(model.Schema)!.ToJsonString() }),
            Validators = api.RequestValidators.Values.Select(validator => validator with { Id = "" }).OrderBy(validator => validator.Name, StringComparer.Ordinal),
            api.GatewayResponses,
            Authorizers = api.Authorizers.Values.Select(authorizer => authorizer with { Id = "" }).OrderBy(authorizer => authorizer.Name, StringComparer.Ordinal),
            Documentation = api.DocumentationParts.Values.Select(part => $"{part.Location} {part.Properties}").Order(StringComparer.Ordinal),
        };
        return JsonSerializer.Serialize(named, Indented);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
