using System.Collections.Immutable;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Steps;
using Portico.DataPlane.Traffic;
using Portico.Model.Rest;
using Portico.State.Traffic;

namespace Portico.Compiler.Traffic;

/// <summary>The method settings of a stage to the throttles of its methods.</summary>
/// <param name="apiId">The API.</param>
/// <param name="stage">The stage.</param>
/// <param name="traffic">Where the buckets are: the same ones for the same method, whatever is deployed.</param>
internal sealed class MethodThrottleCompiler(string apiId, Stage stage, TrafficControl traffic)
{
    private readonly MethodSettingTable _settings = new(stage.MethodSettings);

    /// <summary>The step of a method, or null when the stage sets no limit for it.</summary>
    internal IStep? Compile(Resource resource, Method method)
    {
        var throttle = _settings.Find(resource.Path, method.HttpMethod) is { } setting ? Throttle(resource, method.HttpMethod, setting) : null;
        ImmutableArray<ThrottleMethodStep.VerbThrottle?> byVerb = method.HttpMethod == "ANY"
            ? [.. Enum.GetValues<HttpVerb>().Select(verb => verb == HttpVerb.Unknown ? null : OfVerb(resource, verb.ToString().ToUpperInvariant()))]
            : [];
        if (byVerb.All(own => own is null)) byVerb = [];
        return throttle is null && byVerb.IsEmpty ? null : new ThrottleMethodStep(throttle, byVerb);
    }

    // Only what is set for the verb at this very path, or for the verb everywhere, differs from the method's own.
    private ThrottleMethodStep.VerbThrottle? OfVerb(Resource resource, string verb) =>
        _settings.Find(resource.Path, verb) is { } setting && setting != _settings.Find(resource.Path, "ANY") ? new(Throttle(resource, verb, setting)) : null;

    // -1 lifts a limit, and a bucket without one of its halves has none.
    private Throttle? Throttle(Resource resource, string verb, MethodSetting setting) => setting.ThrottlingBurstLimit < 0 || setting.ThrottlingRateLimit < 0
        ? null
        : new Throttle(
            traffic.Counters.Rate($"stage/{apiId}/{stage.StageName}/{resource.Path}/{verb}"),
            new RateLimit(setting.ThrottlingRateLimit, setting.ThrottlingBurstLimit, traffic.Time));
}
