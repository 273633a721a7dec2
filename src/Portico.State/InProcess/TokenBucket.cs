using Portico.State.Traffic;

namespace Portico.State.InProcess;

/// <summary>
/// A token bucket in one number: the moment at which it is full again (the generic cell rate algorithm). It refills smoothly, and one
/// compare-and-swap takes a request.
/// </summary>
internal static class TokenBucket
{
    // Invariant: no sequence of calls lets through more than Burst + RatePerSecond * seconds, whatever threads read the clock late.
    internal static bool TryTake(ref long fullAt, RateLimit limit, long timestamp, TimeProvider time)
    {
        while (true)
        {
            var seen = Volatile.Read(ref fullAt);
            var missing = Math.Max(0, seen - timestamp);
            if (missing <= limit.DepthTicks - limit.IntervalTicks)
            {
                if (Interlocked.CompareExchange(ref fullAt, timestamp + missing + limit.IntervalTicks, seen) == seen) return true;
                continue;
            }

            // More missing than an empty bucket lacks: the clock went back, or the limit was another when the bucket was emptied. A second's grace
            // tells that from a thread that was overtaken by others; their clock counts.
            if (missing <= limit.DepthTicks + limit.SecondTicks) return false;
            timestamp = time.GetTimestamp();
            if (seen - timestamp <= limit.DepthTicks + limit.SecondTicks) continue;
            Interlocked.CompareExchange(ref fullAt, timestamp + limit.DepthTicks, seen);
        }
    }
}
