using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Tests.Http.Upstream;

public sealed class DeadlineWatchTests
{
    [Theory]
    [InlineData(1_000_000_000, 5_000_000_000, 5_000)]
    [InlineData(1_000_000_000, 31_536_000_000_000_000, 31_536_000_000)]
    [InlineData(10_000_000, 315_360_000_000_000, 31_536_000_000)]
    public void The_clock_runs_in_milliseconds_however_long_the_machine_has_been_up(long frequency, long timestamp, long expectedMs)
    {
        using var watch = new DeadlineWatch(new StandingClock(frequency, timestamp));

        Assert.Equal(expectedMs, watch.Now);
    }

    private sealed class StandingClock(long frequency, long timestamp) : TimeProvider
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => timestamp;
    }
}
