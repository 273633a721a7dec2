using Portico.Aws.Policies;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>What the caller's side and the API's side say together.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html"/>
public static class AccessDecision
{
    /// <summary>Tables A (the caller is of the API's account) and B (of another).</summary>
    /// <param name="identity">What the caller's policies, or an authorizer, say.</param>
    /// <param name="resource">What the resource policy says; null when the API has none.</param>
    /// <param name="sameAccount">Whether the caller is of the API's account.</param>
    /// <returns>Null when the call is allowed, otherwise how the refusal ends.</returns>
    public static string? Refusal(PolicyEffect identity, PolicyEffect? resource, bool sameAccount)
    {
        if (identity == PolicyEffect.Deny) return Refusals.DeniedByIdentity;
        if (resource == PolicyEffect.Deny) return Refusals.DeniedByResource;

        // Another account's word alone opens nothing here.
        if (!sameAccount) return resource != PolicyEffect.Allow ? Refusals.NotAllowedByResource : identity != PolicyEffect.Allow ? Refusals.NotAllowedByIdentity : null;
        return identity == PolicyEffect.Allow || resource == PolicyEffect.Allow ? null : Refusals.NotAllowedByIdentity;
    }
}
