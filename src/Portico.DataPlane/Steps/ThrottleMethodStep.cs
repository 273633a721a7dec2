using System.Collections.Immutable;
using System.Globalization;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Traffic;

namespace Portico.DataPlane.Steps;

/// <summary>Holds all callers of a method together to the throttle of the stage's method settings.</summary>
/// <param name="throttle">The method's; null where only single verbs have one.</param>
/// <param name="byVerb">For ANY, by <see cref="HttpVerb"/>, where a verb has settings of its own; empty where none has.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html"/>
public sealed class ThrottleMethodStep(Throttle? throttle, ImmutableArray<ThrottleMethodStep.VerbThrottle?> byVerb) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var holds = throttle;
        if (!byVerb.IsEmpty && byVerb[(int)HttpVerbs.Parse(invocation.Request.Method)] is { } own) holds = own.Throttle;
        if (holds is null) return default;
        var taken = holds.TryTakeAsync(invocation.Time.GetTimestamp());
        return taken.IsCompletedSuccessfully ? new(taken.Result ? null : Throttled(holds)) : AwaitedAsync(taken, holds);
    }

    private static async ValueTask<GatewayFault?> AwaitedAsync(ValueTask<bool> taken, Throttle holds) => await taken ? null : Throttled(holds);

    private static GatewayFault Throttled(Throttle holds) => GatewayFault.Throttled with
    {
        Reason = new(DecisionRule.Throttle, string.Create(CultureInfo.InvariantCulture, $"throttled by the stage's setting for the method: {holds.Limit.RatePerSecond} requests a second, burst {holds.Limit.Burst}")),
    };

    /// <summary>What a verb's own settings say: a throttle, or (null) that there is none.</summary>
    public sealed record VerbThrottle(Throttle? Throttle);
}
