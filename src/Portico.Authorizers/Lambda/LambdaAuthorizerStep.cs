using System.Runtime.CompilerServices;
using System.Text;
using Portico.Authorizers.ResourcePolicy;
using Portico.Aws.Policies;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.Authorizers.Lambda;

/// <summary>Lets in whom a function lets in: 1 a deny of the resource policy ends it, 2 the function is asked, or was, 3 both sides together decide.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html"/>
internal sealed class LambdaAuthorizerStep(LambdaAuthorizer authorizer, PolicyDocument? resourcePolicy) : IStep
{
    private const int MaxArnBytes = 1600;

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var arn = MethodArn.Of(invocation);
        if (Encoding.UTF8.GetByteCount(arn) > MaxArnBytes) return new(GatewayFault.MethodArnTooLong);
        var request = new PolicyRequest("execute-api:Invoke", arn, PolicyPrincipal.Anonymous, new InvocationKeys(invocation, caller: null));
        var resource = resourcePolicy?.Evaluate(request);
        if (resource?.Effect == PolicyEffect.Deny) return new(Refusals.Of(invocation, "anonymous", Refusals.DeniedByResource, PolicyReasons.Denied(resource.Value, DecisionRule.ResourcePolicy, request)));

        var identity = authorizer.Identify(invocation, out var refusal);
        if (refusal is not null) return new(refusal);
        var known = identity is null || authorizer.Ttl == TimeSpan.Zero ? null : authorizer.Cache.Present.Find(identity, invocation.ReceivedAt);
        return known is not null ? new(Decide(invocation, known, request, resource)) : AskAsync(invocation, identity, request, resource);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GatewayFault?> AskAsync(Invocation invocation, string? identity, PolicyRequest request, PolicyDecision? resource)
    {
        var (answer, fault) = await authorizer.AskAsync(invocation, request.Resource, identity);
        return answer is null ? fault : Decide(invocation, answer, request, resource);
    }

    private static GatewayFault? Decide(Invocation invocation, AuthorizerAnswer answer, in PolicyRequest request, PolicyDecision? resource)
    {
        invocation.Authorizer = answer.Context;
        invocation.UsageIdentifierKey = answer.UsageIdentifierKey;
        var identity = answer.Policy.Evaluate(request);
        var refusal = AccessDecision.Refusal(identity.Effect, resource?.Effect, sameAccount: true);
        if (refusal is null)
        {
            invocation.Simulation?.Granted = PolicyReasons.Allowed(identity, DecisionRule.AuthorizerPolicy, resource, request);
            return null;
        }

        return new GatewayFault
        {
            Type = GatewayResponseType.AccessDenied,
            Message = $"User is not authorized to access this resource{refusal}",
            Reason = PolicyReasons.Refused(refusal, identity, DecisionRule.AuthorizerPolicy, resource, request),
        };
    }
}
