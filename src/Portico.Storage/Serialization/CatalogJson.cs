using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portico.Model.Rest;

namespace Portico.Storage.Serialization;

/// <summary>How the model's records stand in documents.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RestApi))]
[JsonSerializable(typeof(Resource))]
[JsonSerializable(typeof(SchemaModel))]
[JsonSerializable(typeof(RequestValidator))]
[JsonSerializable(typeof(GatewayResponse))]
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(Stage))]
[JsonSerializable(typeof(DeploymentSnapshot))]
internal sealed partial class CatalogJson : JsonSerializerContext
{
    public static CatalogJson Documents { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // What follows from other properties (IntegrationResponse.IsDefault, RestApiDefinition.Root) is not kept.
        IgnoreReadOnlyProperties = true,
        // A member that this version does not know would be lost by the next write: refuse the document instead.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // Documents are never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<EndpointType>(),
            new JsonStringEnumConverter<ApiKeySource>(),
            new JsonStringEnumConverter<IntegrationType>(),
            new ImmutableArrayConverter<string>(),
            new ImmutableArrayConverter<MediaTypeTemplate>(),
            new OrdinalDictionaryConverter<Resource>(),
            new OrdinalSortedDictionaryConverter<string>(),
            new OrdinalSortedDictionaryConverter<bool>(),
            new OrdinalSortedDictionaryConverter<Method>(),
            new OrdinalSortedDictionaryConverter<MethodResponse>(),
            new OrdinalSortedDictionaryConverter<IntegrationResponse>(),
            new OrdinalSortedDictionaryConverter<MethodSetting>(),
            new OrdinalSortedDictionaryConverter<SchemaModel>(),
            new OrdinalSortedDictionaryConverter<RequestValidator>(),
            new OrdinalSortedDictionaryConverter<GatewayResponse>(),
        },
    });
}
