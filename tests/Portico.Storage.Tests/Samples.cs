using System.Collections.Immutable;
using Portico.Model.Rest;

namespace Portico.Storage.Tests;

/// <summary>APIs for tests.</summary>
internal static class Samples
{
    public static DateTimeOffset Noon { get; } = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static RestApiEntry Entry(string id = "api0000001", int minutesAfterNoon = 0) => new()
    {
        Definition = RestApiDefinition.Empty(new RestApi
        {
            Id = id,
            Name = $"API {id}",
            CreatedDate = Noon.AddMinutes(minutesAfterNoon),
            RootResourceId = "root",
        }),
    };

    public static Resource Resource(string id) => new() { Id = id, ParentId = "root", PathPart = id, Path = $"/{id}" };

    public static RestApiEntry With(this RestApiEntry entry, Resource resource) => entry with { Definition = entry.Definition.With(resource) };

    public static RestApiEntry WithDeployment(this RestApiEntry entry, string id) => entry with
    {
        Deployments = entry.Deployments.SetItem(id, new Deployment { Id = id, CreatedDate = Noon }),
    };

    public static RestApiEntry WithStage(this RestApiEntry entry, string name, string deploymentId) => entry with
    {
        Stages = entry.Stages.SetItem(name, new Stage { StageName = name, DeploymentId = deploymentId, CreatedDate = Noon, LastUpdatedDate = Noon }),
    };

    public static DeploymentSnapshot Snapshot(this RestApiEntry entry, string deploymentId) => new(deploymentId, entry.Definition);

    /// <summary>One of everything, with a value in every property.</summary>
    public static RestApiEntry Full(string id = "api0000001") => new()
    {
        Definition = new RestApiDefinition
        {
            Api = new RestApi
            {
                Id = id,
                Name = "Läden & 店",
                Description = "\"quoted\"\n<tag> \U0001F431",
                Version = "1.0",
                CreatedDate = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(-7)).AddTicks(1_234_567),
                ApiKeySource = ApiKeySource.AUTHORIZER,
                BinaryMediaTypes = ["image/*", "application/octet-stream"],
                MinimumCompressionSize = 0,
                EndpointConfiguration = new() { Type = EndpointType.PRIVATE, IpAddressType = "dualstack", VpcEndpointIds = ["vpce-1"] },
                Policy = """{"Version":"2012-10-17"}""",
                DisableExecuteApiEndpoint = true,
                RootResourceId = "root",
                SecurityPolicy = "TLS_1_2",
                EndpointAccessMode = "STRICT",
                Tags = Ordinal(("b", "2"), ("B", "1"), ("é", "3")),
            },
            Resources = ImmutableDictionary.Create<string, Resource>(StringComparer.Ordinal)
                .Add("root", new() { Id = "root", Path = "/" })
                .Add("a/b%2F", Resource("a/b%2F") with
                {
                    Methods = Ordinal(
                        ("GET", new Method { HttpMethod = "GET" }),
                        ("POST", new Method
                        {
                            HttpMethod = "POST",
                            AuthorizationType = "CUSTOM",
                            AuthorizerId = "auth01",
                            AuthorizationScopes = ["read"],
                            ApiKeyRequired = true,
                            OperationName = "Create",
                            RequestValidatorId = "val001",
                            RequestParameters = Ordinal(("method.request.header.X", true), ("method.request.header.x", false)),
                            RequestModels = Ordinal(("application/json", "Pet")),
                            MethodResponses = Ordinal(("200", new MethodResponse
                            {
                                StatusCode = "200", ResponseParameters = Ordinal(("method.response.header.X", true)), ResponseModels = Ordinal(("text/plain", "Empty")),
                            })),
                            Integration = new Integration
                            {
                                Type = IntegrationType.HTTP_PROXY,
                                HttpMethod = "PUT",
                                Uri = "https://example.com/{proxy}",
                                ConnectionType = "VPC_LINK",
                                ConnectionId = "link01",
                                Credentials = "arn:aws:iam::123456789012:role/r",
                                RequestParameters = Ordinal(("integration.request.header.Y", "'1'")),
                                RequestTemplates = [new("text/plain", "$input.body"), new("application/json", null)],
                                PassthroughBehavior = "NEVER",
                                ContentHandling = "CONVERT_TO_TEXT",
                                TimeoutInMillis = 50,
                                CacheNamespace = "ns",
                                CacheKeyParameters = ["method.request.path.id"],
                                TlsConfig = new(true),
                                ResponseTransferMode = "STREAM",
                                IntegrationTarget = "target",
                                IntegrationResponses = Ordinal(("200", new IntegrationResponse
                                {
                                    StatusCode = "200",
                                    SelectionPattern = "2\\d{2}",
                                    ResponseParameters = Ordinal(("method.response.header.X", "integration.response.header.Z")),
                                    ResponseTemplates = [],
                                    ContentHandling = "CONVERT_TO_BINARY",
                                })),
                            },
                        })),
                }),
            Models = Ordinal(("Empty", SchemaModel.DefaultEmpty("mod001")), ("Pet", SchemaModel.DefaultError("mod002") with { Name = "Pet" })),
            RequestValidators = Ordinal(("val001", new RequestValidator { Id = "val001", Name = "all", ValidateRequestBody = true, ValidateRequestParameters = true })),
            GatewayResponses = Ordinal(("DEFAULT_4XX", new GatewayResponse
            {
                ResponseType = "DEFAULT_4XX",
                StatusCode = "418",
                ResponseParameters = Ordinal(("gatewayresponse.header.X", "'1'")),
                ResponseTemplates = [new("application/json", "{}")],
            })),
            Authorizers = Ordinal(("auth01", new Authorizer
            {
                Id = "auth01",
                Name = "pools",
                Type = AuthorizerType.COGNITO_USER_POOLS,
                ProviderArns = ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p"],
                AuthType = "cognito_user_pools",
                AuthorizerUri = "arn:aws:apigateway:eu-west-1:lambda:path/f",
                AuthorizerCredentials = "arn:aws:iam::123456789012:role/r",
                IdentitySource = "method.request.header.Authorization",
                IdentityValidationExpression = "^x$",
                AuthorizerResultTtlInSeconds = 0,
            })),
            DocumentationParts = Ordinal(("part01", Part)),
        },
        Deployments = Ordinal(("dep001", new Deployment { Id = "dep001", Description = "first", CreatedDate = Noon })),
        DocumentationVersions = Ordinal(("1/0", new DocumentationVersion { Version = "1/0", Description = "first", CreatedDate = Noon, Parts = [Part] })),
        Stages = Ordinal(("prod", new Stage
        {
            StageName = "prod",
            DeploymentId = "dep001",
            Description = "live",
            CreatedDate = Noon,
            LastUpdatedDate = Noon.AddTicks(1),
            CacheClusterEnabled = true,
            CacheClusterSize = "0.5",
            Variables = Ordinal(("url", "example.com")),
            MethodSettings = Ordinal(("*/*", new MethodSetting
            {
                MetricsEnabled = true,
                LoggingLevel = "INFO",
                DataTraceEnabled = true,
                ThrottlingBurstLimit = -1,
                ThrottlingRateLimit = 0.1,
                CachingEnabled = true,
                CacheTtlInSeconds = 0,
                CacheDataEncrypted = true,
                RequireAuthorizationForCacheControl = false,
                UnauthorizedCacheControlHeaderStrategy = "FAIL_WITH_403",
            })),
            ClientCertificateId = "cert01",
            DocumentationVersion = "1",
            AccessLogSettings = new("arn:aws:logs:us-east-1:123456789012:log-group:g", "$context.requestId"),
            CanarySettings = new() { PercentTraffic = 12.5, DeploymentId = "dep001", StageVariableOverrides = Ordinal(("url", "canary")), UseStageCache = true },
            TracingEnabled = true,
            Tags = Ordinal(("team", "a")),
        })),
    };

    private static DocumentationPart Part { get; } = new()
    {
        Id = "part01",
        Location = new(DocumentationPartType.RESPONSE_HEADER, "/a/{b}", "GET", "200", "X"),
        Properties = """{"description":"läuft"}""",
    };

    public static ImmutableSortedDictionary<string, T> Ordinal<T>(params ReadOnlySpan<(string Key, T Value)> items)
    {
        var dictionary = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in items) dictionary[key] = value;
        return dictionary.ToImmutable();
    }
}
