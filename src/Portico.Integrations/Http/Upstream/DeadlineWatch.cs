namespace Portico.Integrations.Http.Upstream;

/// <summary>
/// Closes connections whose call has run out of time. One timer for all of them, running only while there are calls: a timer
/// for each request would cost more than the rest of its bookkeeping.
/// </summary>
internal sealed class DeadlineWatch : IDisposable
{
    // The shortest limit is 50 ms; a call may take this much longer than allowed.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private readonly long _ticksPerMillisecond;
    private UpstreamConnection?[] _watched = new UpstreamConnection?[64];
    private int _count;
    private bool _isRunning;

    internal DeadlineWatch(TimeProvider time)
    {
        _time = time;
        _ticksPerMillisecond = Math.Max(1, time.TimestampFrequency / 1000);
        _timer = time.CreateTimer(static state => ((DeadlineWatch)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Milliseconds of the clock by which deadlines are set.</summary>
    /// <remarks>Divided only: nanoseconds since the machine's start times a thousand would overflow after 106 days.</remarks>
    internal long Now => _time.GetTimestamp() / _ticksPerMillisecond;

    internal void Add(UpstreamConnection connection)
    {
        lock (_lock)
        {
            if (_count == _watched.Length) Array.Resize(ref _watched, _count * 2);
            connection.WatchIndex = _count;
            _watched[_count++] = connection;
            if (_isRunning) return;
            _isRunning = true;
            _timer.Change(Interval, Interval);
        }
    }

    internal void Remove(UpstreamConnection connection)
    {
        lock (_lock)
        {
            var index = connection.WatchIndex;
            if (index < 0) return;
            var last = _watched[--_count]!;
            _watched[index] = last;
            last.WatchIndex = index;
            _watched[_count] = null;
            connection.WatchIndex = -1;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        List<UpstreamConnection>? late = null;
        lock (_lock)
        {
            if (_count == 0)
            {
                _isRunning = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            var now = Now;
            for (var index = 0; index < _count; index++)
            {
                if (_watched[index]!.Deadline > now) continue;

                // Marked within the lock: a call that ends at this moment sees it, and does not give the connection to the next.
                _watched[index]!.IsTimedOut = true;
                (late ??= []).Add(_watched[index]!);
            }
        }

        // Outside of the lock: closing runs the continuation of whoever waits.
        if (late is null) return;
        foreach (var connection in late) connection.Dispose();
    }
}
