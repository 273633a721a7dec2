using Portico.State.Traffic;

namespace Portico.State.InProcess;

internal sealed class InProcessRateCounter(TimeProvider time) : RateCounter
{
    private long _fullAt;

    public override ValueTask<bool> TryTakeAsync(RateLimit limit, long timestamp) => new(TokenBucket.TryTake(ref _fullAt, limit, timestamp, time));
}
