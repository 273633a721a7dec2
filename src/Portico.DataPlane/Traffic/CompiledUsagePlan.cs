using System.Collections.Frozen;
using Portico.State.Traffic;

namespace Portico.DataPlane.Traffic;

/// <summary>A usage plan as requests need it: what it grants, stage by stage.</summary>
/// <param name="Id">The plan's id.</param>
/// <param name="Stages">By <see cref="ApiStages.Name"/>.</param>
/// <param name="Buckets">The methods with throttles of their own.</param>
public sealed record CompiledUsagePlan(string Id, FrozenDictionary<string, CompiledPlanStage> Stages, BucketSet Buckets)
{
    /// <summary>Whether it is the plan of a key that may not be used.</summary>
    public bool IsClosed { get; private init; }

    /// <summary>The same plan for a key that may not be used: it opens nothing.</summary>
    public CompiledUsagePlan Closed => field ??= this with { Stages = FrozenDictionary<string, CompiledPlanStage>.Empty, IsClosed = true };
}

/// <summary>What a plan grants at one stage.</summary>
/// <param name="Limits">At methods without an entry of their own.</param>
/// <param name="Methods">By <c>{resource path}/{VERB}</c>; such an entry stands in place of the plan's throttle.</param>
public sealed record CompiledPlanStage(CallerLimits Limits, FrozenDictionary<string, CallerLimits> Methods);

public static class ApiStages
{
    /// <summary>What a stage is called in plans: <c>{apiId}/{stageName}</c>.</summary>
    public static string Name(string apiId, string stageName) => $"{apiId}/{stageName}";
}
