using System.Collections.Immutable;
using System.Globalization;
using Portico.DataPlane.Explanations;
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

    private static readonly GatewayFault NotSent = Refused($"there is no API key: the header {HeaderName} is missing", null);
    private static readonly GatewayFault NotNamed = Refused("there is no API key: the authorizer named none by usageIdentifierKey", null);
    private static readonly GatewayFault Unknown = Refused("the API key is unknown: no usage plan has it", null);

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        // 1.
        var value = keyComesFromAuthorizer ? invocation.UsageIdentifierKey : invocation.Request.Header(HeaderName);
        invocation.ApiKey = value;

        // 2.
        if (value is null || !traffic.ApiKeys.TryFind(value, apiStage, out var stage, out var counter)) return new(NoKey(value));
        invocation.ApiKeyId = counter.ApiKeyId;

        // 3. and 4.
        var limits = stage.Methods.Count == 0 ? stage.Limits : LimitsOf(invocation, stage);
        var admission = counter.AdmitAsync(limits, invocation.Time.GetTimestamp(), invocation.ReceivedAt.UtcTicks);
        return admission.IsCompletedSuccessfully ? new(FaultOf(admission.Result, counter, limits)) : AwaitedAsync(admission, counter, limits);
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

    private GatewayFault NoKey(string? value)
    {
        if (value is null) return keyComesFromAuthorizer ? NotNamed : NotSent;
        return traffic.ApiKeys.StandingOf(value, out var apiKeyId) switch
        {
            ApiKeyStanding.Disabled => Refused("the API key is disabled", apiKeyId),
            ApiKeyStanding.NotForTheStage => Refused($"the API key is in no usage plan of the stage {apiStage}", apiKeyId),
            _ => Unknown,
        };
    }

    private static GatewayFault Refused(string text, string? apiKeyId) =>
        GatewayFault.InvalidApiKey with { Reason = new(DecisionRule.ApiKey, text) { Facts = apiKeyId is null ? [] : [new("apiKeyId", apiKeyId)] } };

    private static GatewayFault? FaultOf(Admission admission, CallerCounter counter, CallerLimits limits) => admission switch
    {
        Admission.Granted => null,
        Admission.Throttled => GatewayFault.Throttled with
        {
            Reason = new(DecisionRule.Throttle, string.Create(CultureInfo.InvariantCulture, $"throttled by the usage plan {counter.UsagePlanId}: {limits.Rate?.RatePerSecond} requests a second, burst {limits.Rate?.Burst}")) { Facts = Facts(counter) },
        },
        _ => GatewayFault.QuotaExceeded with { Reason = new(DecisionRule.Quota, $"the quota of the usage plan {counter.UsagePlanId} is used up") { Facts = Facts(counter) } },
    };

    private static ImmutableArray<KeyValuePair<string, string>> Facts(CallerCounter counter) => [new("usagePlanId", counter.UsagePlanId), new("apiKeyId", counter.ApiKeyId)];

    private static async ValueTask<GatewayFault?> AwaitedAsync(ValueTask<Admission> admission, CallerCounter counter, CallerLimits limits) => FaultOf(await admission, counter, limits);
}
