using Portico.State.Traffic;

namespace Portico.DataPlane.Traffic;

/// <summary>A bucket with its terms.</summary>
/// <param name="Counter">Shared by everybody whom the limit holds for.</param>
/// <param name="Limit">Its terms.</param>
public sealed record Throttle(RateCounter Counter, RateLimit Limit)
{
    public ValueTask<bool> TryTakeAsync(long timestamp) => Counter.TryTakeAsync(Limit, timestamp);
}
