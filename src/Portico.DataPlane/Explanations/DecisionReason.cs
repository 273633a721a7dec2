using System.Collections.Immutable;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;

namespace Portico.DataPlane.Explanations;

/// <summary>Why a request was let in or kept out. Holds no secret and no body.</summary>
/// <param name="Rule">What decided.</param>
/// <param name="Text">A sentence, in AWS's words where AWS has some.</param>
public sealed record DecisionReason(DecisionRule Rule, string Text)
{
    /// <summary>The thing of the definition that decided, as findings address it, such as <c>policy > Statement 0</c>; null for the method itself.</summary>
    public string? Element { get; init; }

    /// <summary>The deciding statement, counted from 0; null where none applied or none was asked.</summary>
    public int? Statement { get; init; }

    /// <summary>The statement's <c>Sid</c>.</summary>
    public string? Sid { get; init; }

    /// <summary>What the sentence speaks of, by name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>What a fault says by itself, where the step that found it had no more to say.</summary>
    public static DecisionReason Of(GatewayFault fault) => fault.Reason ?? new(RuleOf(fault.Type), fault.Detail ?? fault.Message ?? fault.Type.Name);

    private static DecisionRule RuleOf(GatewayResponseType type) =>
        type == GatewayResponseType.AuthorizerConfigurationError || type == GatewayResponseType.AuthorizerFailure || type == GatewayResponseType.Unauthorized ? DecisionRule.Authorizer
        : type == GatewayResponseType.BadRequestBody || type == GatewayResponseType.BadRequestParameters || type == GatewayResponseType.UnsupportedMediaType || type == GatewayResponseType.RequestTooLarge ? DecisionRule.Validation
        : type == GatewayResponseType.Throttled ? DecisionRule.Throttle
        : DecisionRule.Integration;
}
