namespace Portico.Definitions.OpenApi.Writing;

/// <summary>Which of API Gateway's extensions an export bears, by the words of the parameter <c>extensions</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html"/>
[Flags]
public enum ExportExtensions
{
    None = 0,

    /// <summary>The back ends, and the media types whose bodies are bytes.</summary>
    Integrations = 1,

    Authorizers = 2,

    Validators = 4,

    GatewayResponses = 8,

    Documentation = 16,

    /// <summary>For the tool of that name, which reads plain OpenAPI: adds nothing.</summary>
    Postman = 32,

    /// <summary>What only an export of everything bears: key source, compression, endpoint, policy.</summary>
    Settings = 64,

    /// <summary>Everything, so that an import makes the same API again.</summary>
    ApiGateway = Integrations | Authorizers | Validators | GatewayResponses | Documentation | Settings,
}
