using System.Collections.Immutable;
using Portico.Aws.Policies;
using Portico.DataPlane.Explanations;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>Which statement of which policy decided, in words.</summary>
internal static class PolicyReasons
{
    /// <summary>Why both sides together refuse.</summary>
    /// <param name="ending">What <see cref="AccessDecision.Refusal"/> said.</param>
    /// <param name="identity">What the caller's side said.</param>
    /// <param name="side">Whose policies those are: <see cref="DecisionRule.IdentityPolicy"/> or <see cref="DecisionRule.AuthorizerPolicy"/>.</param>
    /// <param name="resource">What the resource policy said; null when the API has none.</param>
    /// <param name="request">What was asked.</param>
    internal static DecisionReason Refused(string ending, PolicyDecision identity, DecisionRule side, PolicyDecision? resource, in PolicyRequest request) => ending switch
    {
        Refusals.DeniedByIdentity => Denied(identity, side, request),
        Refusals.DeniedByResource => Denied(resource!.Value, DecisionRule.ResourcePolicy, request),
        Refusals.NotAllowedByResource => NotAllowed(DecisionRule.ResourcePolicy, request),
        _ => NotAllowed(side, request),
    };

    /// <summary>Why both sides together, or the resource policy alone, let in.</summary>
    internal static DecisionReason Allowed(PolicyDecision? identity, DecisionRule side, PolicyDecision? resource, in PolicyRequest request) =>
        identity is { Effect: PolicyEffect.Allow } ? By("allowed", identity.Value, side, request) : By("allowed", resource!.Value, DecisionRule.ResourcePolicy, request);

    internal static DecisionReason Denied(PolicyDecision decision, DecisionRule rule, in PolicyRequest request) => By("explicit deny", decision, rule, request);

    internal static DecisionReason NotAllowed(DecisionRule rule, in PolicyRequest request) =>
        new(rule, $"not authorized because no statement of {Name(rule, null)} allows {request.Action}")
        {
            Element = rule == DecisionRule.ResourcePolicy ? "policy" : null,
            Facts = Facts(request),
        };

    private static DecisionReason By(string what, PolicyDecision decision, DecisionRule rule, in PolicyRequest request)
    {
        // The root user has no policy.
        if (decision.Document is null or "root user") return new(rule, $"{what}: the root user may do everything") { Facts = Facts(request) };
        var statement = decision.Sid is { } sid ? $"statement \"{sid}\"" : $"statement {decision.Statement + 1}";
        return new(rule, $"{what} by {statement} of {Name(rule, decision.Document)}")
        {
            Element = rule == DecisionRule.ResourcePolicy ? $"policy > Statement {decision.Statement}" : null,
            Statement = decision.Statement,
            Sid = decision.Sid,
            Facts = Facts(request),
        };
    }

    private static string Name(DecisionRule rule, string? document) => rule switch
    {
        DecisionRule.ResourcePolicy => "the resource policy",
        DecisionRule.AuthorizerPolicy => "the authorizer's policy",
        _ => document is null ? "the caller's identity policies" : $"the identity policy {document}",
    };

    private static ImmutableArray<KeyValuePair<string, string>> Facts(in PolicyRequest request) =>
        [new("action", request.Action), new("resource", request.Resource), new("principal", request.Principal.Arn.Length == 0 ? "anonymous" : request.Principal.Arn)];
}
