using System.Collections.Immutable;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Traffic;
using Portico.State.Traffic;

namespace Portico.DataPlane.Steps;

/// <summary>
/// Lets in callers whose API key is in a usage plan of the stage, as fast and as often as the plan says: 1 the key, 2 its plan, 3 the plan's
/// throttle or that of the method in the plan, 4 the quota.
/// </summary>
/// <param name="traffic">The keys and counters.</param>
/// <param name="keyComesFromAuthorizer">True when the authorizer's <c>usageIdentifierKey</c> is the key, false when the header is.</param>
/// <param name="apiStage">The stage, by <see cref="ApiStages.Name"/>.</param>
/// <param name="planEntries">
/// What the method may be called in a plan, the most special name first. By <see cref="HttpVerb"/> for ANY, otherwise one row.
/// </param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"/>
public sealed class CheckUsagePlanStep(TrafficControl traffic, bool keyComesFromAuthorizer, string apiStage, ImmutableArray<ImmutableArray<string>> planEntries) : IStep
{
    public const string HeaderName = "x-api-key";

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        // 1.
        var value = keyComesFromAuthorizer ? invocation.UsageIdentifierKey : invocation.Request.Header(HeaderName);
        invocation.ApiKey = value;

        // 2.
        if (value is null || !traffic.ApiKeys.TryFind(value, apiStage, out var stage, out var counter)) return new(GatewayFault.InvalidApiKey);
        invocation.ApiKeyId = counter.ApiKeyId;

        // 3. and 4.
        var limits = stage.Methods.Count == 0 ? stage.Limits : LimitsOf(invocation, stage);
        var admission = counter.AdmitAsync(limits, invocation.Time.GetTimestamp(), invocation.ReceivedAt.UtcTicks);
        return admission.IsCompletedSuccessfully ? new(FaultOf(admission.Result)) : AwaitedAsync(admission);
    }

    private CallerLimits LimitsOf(Invocation invocation, CompiledPlanStage stage)
    {
        var names = planEntries.Length == 1 ? planEntries[0] : planEntries[(int)HttpVerbs.Parse(invocation.Request.Method)];
        foreach (var name in names)
        {
            if (stage.Methods.TryGetValue(name, out var limits)) return limits;
        }

        return stage.Limits;
    }

    private static GatewayFault? FaultOf(Admission admission) => admission switch
    {
        Admission.Granted => null,
        Admission.Throttled => GatewayFault.Throttled,
        _ => GatewayFault.QuotaExceeded,
    };

    private static async ValueTask<GatewayFault?> AwaitedAsync(ValueTask<Admission> admission) => FaultOf(await admission);
}
