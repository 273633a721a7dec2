using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Portico.Aws.Vocabulary;

/// <summary>
/// One row of the table of failures that API Gateway itself answers. The data plane renders from it, the control plane lists
/// from it, the importer checks against it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"/>
public sealed class GatewayResponseType
{
    private GatewayResponseType(string name, int? statusCode, string errorType, string? message, bool spaced)
    {
        Name = name;
        DefaultStatusCode = statusCode;
        ErrorType = errorType;
        Message = message;
        SpaceAfterColon = spaced;
    }

    // name, status, x-amzn-ErrorType, $context.error.message, "message": with a blank (failures of validation and integration have one)
    public static GatewayResponseType AccessDenied { get; } = new("ACCESS_DENIED", 403, "AccessDeniedException", "User is not authorized to access this resource", false);
    public static GatewayResponseType ApiConfigurationError { get; } = new("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException", "Internal server error", true);
    public static GatewayResponseType AuthorizerConfigurationError { get; } = new("AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException", null, false);
    public static GatewayResponseType AuthorizerFailure { get; } = new("AUTHORIZER_FAILURE", 500, "AuthorizerFailureException", null, false);
    public static GatewayResponseType BadRequestBody { get; } = new("BAD_REQUEST_BODY", 400, "BadRequestException", "Invalid request body", true);
    public static GatewayResponseType BadRequestParameters { get; } = new("BAD_REQUEST_PARAMETERS", 400, "BadRequestException", null, true);
    public static GatewayResponseType Default4xx { get; } = new("DEFAULT_4XX", null, "BadRequestException", null, false);
    public static GatewayResponseType Default5xx { get; } = new("DEFAULT_5XX", null, "InternalServerErrorException", null, false);
    public static GatewayResponseType ExpiredToken { get; } = new("EXPIRED_TOKEN", 403, "ExpiredTokenException", "The security token included in the request is expired", false);
    public static GatewayResponseType IntegrationFailure { get; } = new("INTEGRATION_FAILURE", 504, "InternalServerErrorException", "Network error communicating with endpoint", true);
    public static GatewayResponseType IntegrationTimeout { get; } = new("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException", "Endpoint request timed out", true);
    public static GatewayResponseType InvalidApiKey { get; } = new("INVALID_API_KEY", 403, "ForbiddenException", "Forbidden", false);
    public static GatewayResponseType InvalidSignature { get; } = new("INVALID_SIGNATURE", 403, "InvalidSignatureException", null, false);
    public static GatewayResponseType MissingAuthenticationToken { get; } = new("MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException", "Missing Authentication Token", false);
    public static GatewayResponseType QuotaExceeded { get; } = new("QUOTA_EXCEEDED", 429, "LimitExceededException", "Limit Exceeded", false);
    public static GatewayResponseType RequestTooLarge { get; } = new("REQUEST_TOO_LARGE", 413, "BadRequestException", "Request Too Long", true);
    public static GatewayResponseType ResourceNotFound { get; } = new("RESOURCE_NOT_FOUND", 404, "NotFoundException", "Not Found", false);
    public static GatewayResponseType Throttled { get; } = new("THROTTLED", 429, "TooManyRequestsException", "Too Many Requests", false);
    public static GatewayResponseType Unauthorized { get; } = new("UNAUTHORIZED", 401, "UnauthorizedException", "Unauthorized", false);
    public static GatewayResponseType UnsupportedMediaType { get; } = new("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException", "Unsupported Media Type", true);
    public static GatewayResponseType WafFiltered { get; } = new("WAF_FILTERED", 403, "ForbiddenException", "Forbidden", false);

    /// <summary>Every type, sorted by name, as GetGatewayResponses lists them.</summary>
    public static ImmutableArray<GatewayResponseType> All { get; } =
    [
        AccessDenied, ApiConfigurationError, AuthorizerConfigurationError, AuthorizerFailure, BadRequestBody, BadRequestParameters, Default4xx, Default5xx,
        ExpiredToken, IntegrationFailure, IntegrationTimeout, InvalidApiKey, InvalidSignature, MissingAuthenticationToken, QuotaExceeded, RequestTooLarge,
        ResourceNotFound, Throttled, Unauthorized, UnsupportedMediaType, WafFiltered,
    ];

    private static readonly FrozenDictionary<string, GatewayResponseType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The media type and text of the template that a type has until one is set.</summary>
    public const string DefaultTemplate = "{\"message\":$context.error.messageString}";

    /// <summary>AWS's name, such as <c>BAD_REQUEST_BODY</c>.</summary>
    public string Name { get; }

    /// <summary>The status of an answer that nobody customised; null for the two parents.</summary>
    public int? DefaultStatusCode { get; }

    /// <summary>What stands in <c>x-amzn-ErrorType</c>.</summary>
    public string ErrorType { get; }

    /// <summary>The usual <c>$context.error.message</c>; null where each failure has its own, or none.</summary>
    public string? Message { get; }

    /// <summary>Whether the built-in body has a blank after the colon, as recorded from AWS.</summary>
    public bool SpaceAfterColon { get; }

    /// <summary>The type whose settings this one takes while it has none of its own; null for the two parents.</summary>
    public GatewayResponseType? Parent => DefaultStatusCode switch { null => null, < 500 => Default4xx, _ => Default5xx };

    /// <summary>The type of that name, or null. Case-sensitive.</summary>
    public static GatewayResponseType? Find(string name) => ByName.GetValueOrDefault(name);

    public override string ToString() => Name;
}
