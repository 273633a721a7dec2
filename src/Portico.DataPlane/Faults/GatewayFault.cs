using System.Collections.Immutable;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Explanations;

namespace Portico.DataPlane.Faults;

/// <summary>A failure that API Gateway answers itself: an expected outcome, returned by a step, never thrown.</summary>
public sealed record GatewayFault
{
    public required GatewayResponseType Type { get; init; }

    /// <summary><c>$context.error.message</c>; null is written as <c>null</c>.</summary>
    public string? Message { get; init; }

    /// <summary>Status of the uncustomised answer where it differs from the type's (a failed call may answer 500 or 502 instead of 504).</summary>
    public int? BuiltInStatus { get; init; }

    /// <summary><c>x-amzn-ErrorType</c> where it differs from the type's.</summary>
    public string? ErrorType { get; init; }

    /// <summary>What was wrong with a body: <c>$context.error.validationErrorString</c>.</summary>
    public string? ValidationErrors { get; init; }

    /// <summary>For the operator's log, in AWS's wording where AWS has one; the client never sees it.</summary>
    public string? Detail { get; init; }

    /// <summary>Which rule decided, for whoever asks afterwards; null where <see cref="Detail"/> or <see cref="Message"/> says it all.</summary>
    public DecisionReason? Reason { get; init; }

    /// <summary>A failure with the type's usual message.</summary>
    public static GatewayFault Of(GatewayResponseType type, string? detail = null) => new() { Type = type, Message = type.Message, Detail = detail };

    public static GatewayFault MissingAuthenticationToken { get; } = Of(GatewayResponseType.MissingAuthenticationToken);

    public static GatewayFault InvalidApiKey { get; } = Of(GatewayResponseType.InvalidApiKey);

    public static GatewayFault QuotaExceeded { get; } = Of(GatewayResponseType.QuotaExceeded);

    public static GatewayFault Throttled { get; } = Of(GatewayResponseType.Throttled);

    public static GatewayFault UnsupportedMediaType { get; } = Of(GatewayResponseType.UnsupportedMediaType);

    public static GatewayFault InvalidRequestBody { get; } = Of(GatewayResponseType.BadRequestBody);

    /// <summary>More than 10 MB: answered in plain text, whatever gateway responses are defined (recorded: 01 §3 step 1).</summary>
    public static GatewayFault PayloadTooLarge { get; } = Of(GatewayResponseType.RequestTooLarge);

    /// <summary>The address makes an ARN that no policy can be held against; answered whatever gateway responses are defined.</summary>
    public static GatewayFault MethodArnTooLong { get; } = Of(GatewayResponseType.BadRequestParameters, "The ARN of the method with this path is longer than 1600 bytes");

    /// <summary>A body that broke off or is framed badly: answered as a message that is none, whatever gateway responses are defined.</summary>
    public static GatewayFault UnsoundBody { get; } = Of(GatewayResponseType.BadRequestBody, "The client's body broke off or is framed badly");

    /// <summary>A header line without a sound name, found before it would be handed on; answered likewise.</summary>
    public static GatewayFault UnsoundHeader { get; } = Of(GatewayResponseType.BadRequestParameters, "A header line of the client has no sound name");

    public static GatewayFault IntegrationTimeout { get; } =
        Of(GatewayResponseType.IntegrationTimeout, "Execution failed due to a timeout error");

    /// <summary>The back end could not be reached, or broke off.</summary>
    public static GatewayFault NetworkError(string detail) => Of(GatewayResponseType.IntegrationFailure, detail);

    /// <summary>The definition cannot be carried out for this request: 500 <c>Internal server error</c>.</summary>
    public static GatewayFault Configuration(string detail) => Of(GatewayResponseType.ApiConfigurationError, $"Execution failed due to configuration error: {detail}");

    public static GatewayFault MissingParameters(ImmutableArray<string> names) =>
        new() { Type = GatewayResponseType.BadRequestParameters, Message = $"Missing required request parameters: [{string.Join(", ", names)}]" };
}
