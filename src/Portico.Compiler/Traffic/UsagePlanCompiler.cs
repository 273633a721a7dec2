using System.Collections.Frozen;
using Portico.DataPlane.Traffic;
using Portico.Model.Usage;
using Portico.State.Traffic;

namespace Portico.Compiler.Traffic;

/// <summary>A usage plan to what requests are held against.</summary>
public static class UsagePlanCompiler
{
    /// <param name="plan">The plan.</param>
    /// <param name="previous">What it was compiled to before, or null: its callers' method buckets go on where the same methods have throttles.</param>
    /// <param name="time">The clock of the counters.</param>
    public static CompiledUsagePlan Compile(UsagePlan plan, CompiledUsagePlan? previous, TimeProvider time)
    {
        var names = plan.ApiStages.SelectMany(stage => stage.Throttle.Keys.Select(method => (Stage: ApiStages.Name(stage.ApiId, stage.Stage), Method: method))).ToList();
        var buckets = previous is not null && SameMethods(previous, names) ? previous.Buckets : new BucketSet(names.Count);
        var step = plan.Quota is { } quota ? CallerLimits.StepFor(quota.Limit) : 0;
        var common = new CallerLimits { Rate = plan.Throttle is { } throttle ? Rate(throttle, time) : null, QuotaStep = step };
        var bucket = 0;
        return new CompiledUsagePlan(
            plan.Id,
            plan.ApiStages.ToFrozenDictionary(
                stage => ApiStages.Name(stage.ApiId, stage.Stage),
                stage => new CompiledPlanStage(
                    common,
                    stage.Throttle.Select(each => KeyValuePair.Create(each.Key, new CallerLimits { Rate = Rate(each.Value, time), Buckets = buckets, Bucket = bucket++, QuotaStep = step }))
                        .ToFrozenDictionary(StringComparer.Ordinal)),
                StringComparer.Ordinal),
            buckets);
    }

    private static RateLimit Rate(ThrottleSettings throttle, TimeProvider time) => new(throttle.RateLimit, throttle.BurstLimit, time);

    private static bool SameMethods(CompiledUsagePlan previous, List<(string Stage, string Method)> names)
    {
        if (previous.Buckets.Count != names.Count) return false;
        for (var bucket = 0; bucket < names.Count; bucket++)
        {
            var (stage, method) = names[bucket];
            if (!previous.Stages.TryGetValue(stage, out var known) || !known.Methods.TryGetValue(method, out var limits) || limits.Bucket != bucket) return false;
        }

        return true;
    }
}
