using Portico.Aws.Policies;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>Lets in whom the resource policy allows explicitly: methods without an authorization of their own.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html"/>
public sealed class ResourcePolicyStep(PolicyDocument policy) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var request = new PolicyRequest("execute-api:Invoke", MethodArn.Of(invocation), PolicyPrincipal.Anonymous, new InvocationKeys(invocation, caller: null));
        var decision = policy.Evaluate(request);
        switch (decision.Effect)
        {
            case PolicyEffect.Allow:
                invocation.Simulation?.Granted = PolicyReasons.Allowed(null, DecisionRule.ResourcePolicy, decision, request);
                return default;
            case PolicyEffect.Deny:
                return new(Refusals.Of(invocation, "anonymous", Refusals.DeniedByResource, PolicyReasons.Denied(decision, DecisionRule.ResourcePolicy, request)));
            default:
                return new(Refusals.Of(invocation, "anonymous", Refusals.NotAllowedByResource, PolicyReasons.NotAllowed(DecisionRule.ResourcePolicy, request)));
        }
    }
}
