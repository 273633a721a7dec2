using Portico.Aws.Policies;

namespace Portico.Identity;

/// <summary>Who calls IAM or STS, and what it may do.</summary>
public sealed record IdentityCaller
{
    public required string AccountId { get; init; }

    public required string Arn { get; init; }

    public required string UserId { get; init; }

    /// <summary>The calling user, whom operations mean that name nobody; null for roles and the root user.</summary>
    public string? UserName { get; init; }

    public bool IsRoot { get; init; }

    public required PolicyPrincipal Principal { get; init; }

    public required IConditionKeys Keys { get; init; }

    /// <summary>What the caller's own policies say of an action on a resource; null when nobody asks: the control plane is open.</summary>
    public Func<PolicyRequest, PolicyEffect>? Decide { get; init; }

    /// <exception cref="Aws.ServiceException">The caller may not do it.</exception>
    internal void Require(string action, string resource)
    {
        if (Decide is null) return;
        var effect = Decide(new PolicyRequest(action, resource, Principal, Keys));
        if (effect == PolicyEffect.Allow) return;
        throw Denied(action, resource, effect == PolicyEffect.Deny ? "with an explicit deny in an identity-based policy" : $"because no identity-based policy allows the {action} action");
    }

    internal Aws.ServiceException Denied(string action, string resource, string why) =>
        new(403, "AccessDenied", $"User: {Arn} is not authorized to perform: {action} on resource: {resource} {why}");
}
