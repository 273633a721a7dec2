namespace Portico.State.Traffic;

/// <summary>
/// A token bucket's terms: how many requests it holds, and how many come back each second. Settled once; a request only compares and adds.
/// </summary>
/// <remarks>A limit with a rate or a burst of zero lets nothing through, as AWS's documentation closes an API.</remarks>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html"/>
public sealed class RateLimit
{
    // Half a century at a nanosecond a tick: sums of three such values still fit.
    private const double MostTicks = 1L << 60;

    /// <param name="ratePerSecond">Requests per second, from 0; fractions count.</param>
    /// <param name="burst">Requests that the bucket holds, from 0.</param>
    /// <param name="time">The clock whose timestamps the counters are asked with.</param>
    public RateLimit(double ratePerSecond, int burst, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratePerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(burst);
        RatePerSecond = ratePerSecond;
        Burst = burst;

        // Rounded up, so that the rate is never exceeded; where the depth would not fit, the bucket holds fewer requests rather than more.
        IntervalTicks = ratePerSecond > 0 ? Math.Max(1, (long)Math.Min(MostTicks, Math.Ceiling(time.TimestampFrequency / ratePerSecond))) : (long)MostTicks;
        DepthTicks = ratePerSecond > 0 ? (long)Math.Min(MostTicks, (double)IntervalTicks * burst) : 0;
        SecondTicks = time.TimestampFrequency;
    }

    public double RatePerSecond { get; }

    public int Burst { get; }

    /// <summary>Ticks of the clock in which one request comes back.</summary>
    internal long IntervalTicks { get; }

    /// <summary>Ticks in which an empty bucket is full again.</summary>
    internal long DepthTicks { get; }

    internal long SecondTicks { get; }
}
