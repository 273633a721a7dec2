using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Portico.Model.Accounts;
using Portico.Model.Certificates;
using Portico.Model.Domains;
using Portico.Model.Rest;
using Portico.Model.Usage;

namespace Portico.Storage.Serialization;

/// <summary>How the model's records stand in documents.</summary>
/// <remarks>
/// Contracts come from reflection, not from the source generator: generated code passes every <c>init</c> property to the constructor call, so that a
/// member missing from an older document would be null or zero instead of what the record's initializer says. Tests hold this.
/// </remarks>
internal static class CatalogJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        RespectNullableAnnotations = true,
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
            new JsonStringEnumConverter<AuthorizerType>(),
            new JsonStringEnumConverter<DocumentationPartType>(),
            new ImmutableArrayConverter<string>(),
            new ImmutableArrayConverter<MediaTypeTemplate>(),
            new ImmutableArrayConverter<DocumentationPart>(),
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
            new OrdinalSortedDictionaryConverter<Authorizer>(),
            new OrdinalSortedDictionaryConverter<DocumentationPart>(),
            new ImmutableArrayConverter<ApiStage>(),
            new ImmutableArrayConverter<EndpointType>(),
            new ImmutableArrayConverter<HeaderCondition>(),
            new OrdinalSortedDictionaryConverter<ThrottleSettings>(),
            new OrdinalSortedDictionaryConverter<DailyUsage>(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonTypeInfo<RestApi> RestApi { get; } = TypeOf<RestApi>();

    public static JsonTypeInfo<Resource> Resource { get; } = TypeOf<Resource>();

    public static JsonTypeInfo<SchemaModel> SchemaModel { get; } = TypeOf<SchemaModel>();

    public static JsonTypeInfo<RequestValidator> RequestValidator { get; } = TypeOf<RequestValidator>();

    public static JsonTypeInfo<GatewayResponse> GatewayResponse { get; } = TypeOf<GatewayResponse>();

    public static JsonTypeInfo<Authorizer> Authorizer { get; } = TypeOf<Authorizer>();

    public static JsonTypeInfo<DocumentationPart> DocumentationPart { get; } = TypeOf<DocumentationPart>();

    public static JsonTypeInfo<DocumentationVersion> DocumentationVersion { get; } = TypeOf<DocumentationVersion>();

    public static JsonTypeInfo<Deployment> Deployment { get; } = TypeOf<Deployment>();

    public static JsonTypeInfo<Stage> Stage { get; } = TypeOf<Stage>();

    public static JsonTypeInfo<DeploymentSnapshot> DeploymentSnapshot { get; } = TypeOf<DeploymentSnapshot>();

    public static JsonTypeInfo<AccountSettings> AccountSettings { get; } = TypeOf<AccountSettings>();

    public static JsonTypeInfo<ApiKey> ApiKey { get; } = TypeOf<ApiKey>();

    public static JsonTypeInfo<UsagePlan> UsagePlan { get; } = TypeOf<UsagePlan>();

    public static JsonTypeInfo<UsagePlanKey> UsagePlanKey { get; } = TypeOf<UsagePlanKey>();

    public static JsonTypeInfo<ClientCertificate> ClientCertificate { get; } = TypeOf<ClientCertificate>();

    public static JsonTypeInfo<DomainName> DomainName { get; } = TypeOf<DomainName>();

    public static JsonTypeInfo<BasePathMapping> BasePathMapping { get; } = TypeOf<BasePathMapping>();

    public static JsonTypeInfo<RoutingRule> RoutingRule { get; } = TypeOf<RoutingRule>();

    public static JsonTypeInfo<Certificate> Certificate { get; } = TypeOf<Certificate>();

    public static JsonTypeInfo<DomainNameAccessAssociation> DomainNameAccessAssociation { get; } = TypeOf<DomainNameAccessAssociation>();

    public static JsonTypeInfo<VpcLink> VpcLink { get; } = TypeOf<VpcLink>();

    public static JsonTypeInfo<MonthlyUsage> MonthlyUsage { get; } = TypeOf<MonthlyUsage>();

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}
