namespace Portico.State.Traffic;

/// <summary>A token bucket that stands behind a name. Safe for use from any number of threads.</summary>
public abstract class RateCounter
{
    /// <summary>Takes one request out of the bucket, if there is one.</summary>
    /// <param name="limit">The terms, which may differ from call to call: what is in the bucket is then held to the new ones.</param>
    /// <param name="timestamp">Of the clock that <paramref name="limit"/> was made with, read once for the request.</param>
    public abstract ValueTask<bool> TryTakeAsync(RateLimit limit, long timestamp);
}
