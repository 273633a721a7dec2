namespace Portico.State.Traffic;

/// <summary>What a usage plan grants to each of its callers at one method.</summary>
public sealed class CallerLimits
{
    /// <summary>The throttle, or null for none.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>The set that <see cref="Bucket"/> counts in; null when the plan's own bucket is meant.</summary>
    public BucketSet? Buckets { get; init; }

    /// <summary>Which bucket of <see cref="Buckets"/>, from 0.</summary>
    public int Bucket { get; init; }

    /// <summary>
    /// How many requests of the quota are taken at once, from 1; 0 when there is no quota and requests are only counted. What was taken and not used is
    /// lost to the caller when the process dies.
    /// </summary>
    public int QuotaStep { get; init; }

    /// <summary>The step for a quota: a hundredth of it, from 1 to 1,000 requests.</summary>
    public static int StepFor(int quotaLimit) => Math.Clamp(quotaLimit / 100, 1, 1000);
}

/// <summary>The methods of a plan that have throttles of their own. Its identity says whether buckets that a caller has belong to it.</summary>
/// <param name="count">Its buckets.</param>
public sealed class BucketSet(int count)
{
    public int Count { get; } = count;
}
