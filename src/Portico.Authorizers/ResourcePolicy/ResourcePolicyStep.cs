using Portico.Aws.Policies;
using Portico.DataPlane.Callers;
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
        var decision = policy.Evaluate(new("execute-api:Invoke", MethodArn.Of(invocation), PolicyPrincipal.Anonymous, new InvocationKeys(invocation, caller: null)));
        return new(decision.Effect == PolicyEffect.Allow
            ? null
            : Refusals.Of(invocation, "anonymous", decision.Effect == PolicyEffect.Deny ? Refusals.DeniedByResource : Refusals.NotAllowedByResource));
    }
}
