using Portico.Aws.Policies;
using Portico.DataPlane.Caching;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>Who has the permission <c>execute-api:InvalidateCache</c>: a caller who signed, by the policies of both sides; anybody else, where the resource policy says so.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"/>
public sealed class CacheInvalidation(PolicyDocument? resourcePolicy) : ICacheInvalidation
{
    private const string Action = "execute-api:InvalidateCache";

    public GatewayFault? Refusal(Invocation invocation)
    {
        var caller = invocation.Caller;
        var request = new PolicyRequest(Action, MethodArn.Of(invocation), caller?.Principal ?? PolicyPrincipal.Anonymous, new InvocationKeys(invocation, caller));
        var resource = resourcePolicy?.Evaluate(request);
        if (caller is null)
        {
            return resource?.Effect == PolicyEffect.Allow
                ? null
                : Refusals.Of(invocation, "anonymous", Refusals.NotAllowedByResource, PolicyReasons.NotAllowed(DecisionRule.ResourcePolicy, request), Action);
        }

        var identity = caller.Decide(request);
        var ending = AccessDecision.Refusal(identity.Effect, resource?.Effect, caller.Principal.AccountId == invocation.Stage.AccountId);
        return ending is null
            ? null
            : Refusals.Of(invocation, caller.Principal.Arn, ending, PolicyReasons.Refused(ending, identity, DecisionRule.IdentityPolicy, resource, request), Action);
    }
}
