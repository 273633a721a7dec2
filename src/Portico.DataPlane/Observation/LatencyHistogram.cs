namespace Portico.DataPlane.Observation;

/// <summary>How long things took, counted by limits. Written by any thread.</summary>
public sealed class LatencyHistogram
{
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _sumTicks;

    /// <summary>Upper limits in milliseconds, inclusive; what takes longer is counted behind them.</summary>
    public static ReadOnlySpan<int> Bounds => [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000];

    /// <summary>Milliseconds altogether.</summary>
    public double SumMilliseconds => TimeSpan.FromTicks(Interlocked.Read(ref _sumTicks)).TotalMilliseconds;

    public long Count
    {
        get
        {
            long all = 0;
            for (var index = 0; index < _counts.Length; index++) all += CountOf(index);
            return all;
        }
    }

    /// <summary>How many ended within one pair of limits.</summary>
    public long CountOf(int index) => Interlocked.Read(ref _counts[index]);

    public void Record(TimeSpan took)
    {
        var bounds = Bounds;
        var index = 0;
        while (index < bounds.Length && took.Ticks > bounds[index] * TimeSpan.TicksPerMillisecond) index++;
        Interlocked.Increment(ref _counts[index]);
        Interlocked.Add(ref _sumTicks, took.Ticks);
    }
}
