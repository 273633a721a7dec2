namespace Portico.Hosting;

/// <summary>
/// Gives memory back to the system when the gateway comes to rest after work. The collector alone keeps what connections and
/// compilations left behind until it needs the room, which on an idle gateway is never.
/// </summary>
internal sealed class IdleMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    // At rest: the listeners' own clocks and nothing else. Worth a collection: more than what those make in minutes.
    private const long RestingBytes = 64 * 1024;
    private const long WorthBytes = 8 * 1024 * 1024;
    private const long LargeBytes = 256 * 1024 * 1024;

    private readonly Func<long> _allocated;
    private readonly Action _collect;
    private readonly ITimer _timer;
    private long _lastSeen;
    private long _collectedAt;

    /// <param name="time">Says when to look.</param>
    /// <param name="allocated">Bytes allocated since the process began.</param>
    /// <param name="collect">Collects, and gives back what is free.</param>
    internal IdleMemory(TimeProvider time, Func<long> allocated, Action collect)
    {
        _allocated = allocated;
        _collect = collect;
        _lastSeen = allocated();
        _timer = time.CreateTimer(static state => ((IdleMemory)state!).Look(), this, Interval, Interval);
    }

    /// <summary>Over this process's own heap.</summary>
    internal static IdleMemory OfThisProcess() => new(
        TimeProvider.System,
        static () => GC.GetTotalAllocatedBytes(),
        static () =>
        {
            // Everything stands still meanwhile: some milliseconds here, too long where tens of thousands of APIs are held.
            if (GC.GetTotalMemory(forceFullCollection: false) < LargeBytes) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        });

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _allocated();
        var isAtRest = now - _lastSeen < RestingBytes;
        _lastSeen = now;
        if (!isAtRest || now - _collectedAt < WorthBytes) return;
        _collect();
        _collectedAt = now;
    }
}
