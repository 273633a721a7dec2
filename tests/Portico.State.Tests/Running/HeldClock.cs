namespace Portico.State.Tests.Running;

/// <summary>A clock that goes where a test puts it, back as well.</summary>
internal sealed class HeldClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    internal void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
