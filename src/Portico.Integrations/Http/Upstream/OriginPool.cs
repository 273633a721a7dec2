namespace Portico.Integrations.Http.Upstream;

/// <summary>
/// The connections to one origin: idle ones, of which the one used last is used first, so that the others can grow old and be closed; how many are open;
/// and who waits for one.
/// </summary>
internal sealed class OriginPool(Origin origin, UpstreamOptions options)
{
    private readonly long _idleLimitMs = (long)options.IdleTimeout.TotalMilliseconds;
    private readonly long _lifetimeMs = (long)options.ConnectionLifetime.TotalMilliseconds;
    private readonly int _maxOpen = options.MaxConnections > 0 ? options.MaxConnections : int.MaxValue;
    private readonly int _maxIdle = options.MaxIdleConnections;
    private readonly Lock _lock = new();
    private readonly Stack<UpstreamConnection> _idle = new();
    private readonly Queue<TaskCompletionSource<UpstreamConnection?>> _waiting = new();
    private int _open;
    private bool _isRetired;

    internal Origin Origin => origin;

    internal int MaxOpen => _maxOpen;

    /// <summary>An idle connection, a place for a new one, or a turn to wait for; or nothing, when this pool is out of use and another is to be asked.</summary>
    internal Turn Take(long now)
    {
        List<UpstreamConnection>? old = null;
        try
        {
            lock (_lock)
            {
                if (_isRetired) return default;
                while (_idle.TryPop(out var connection))
                {
                    if (IsYoung(connection, now)) return new Turn(connection, MayOpen: false, null);
                    (old ??= []).Add(connection);
                }

                // What is about to be closed still counts: it makes room when it is.
                if (_open - (old?.Count ?? 0) < _maxOpen)
                {
                    _open++;
                    return new Turn(null, MayOpen: true, null);
                }

                var waiting = new TaskCompletionSource<UpstreamConnection?>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(waiting);
                return new Turn(null, MayOpen: false, waiting);
            }
        }
        finally
        {
            foreach (var connection in old ?? []) connection.Dispose();
        }
    }

    /// <summary>Takes a sound connection back: for whoever waits, or for later.</summary>
    internal void Put(UpstreamConnection connection, long now)
    {
        connection.IdleSince = now;
        if (now - connection.OpenedAt < _lifetimeMs)
        {
            lock (_lock)
            {
                while (_waiting.TryDequeue(out var waiting))
                {
                    if (waiting.TrySetResult(connection)) return;
                }

                if (!_isRetired && _idle.Count < _maxIdle)
                {
                    _idle.Push(connection);
                    return;
                }
            }
        }

        connection.Dispose();
    }

    /// <summary>A connection is closed, or was never made: its place is free.</summary>
    internal void Closed()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var waiting))
            {
                if (waiting.TrySetResult(null)) return;
            }

            _open--;
        }
    }

    /// <summary>Closes what is too old.</summary>
    /// <returns>True when nothing is left, and the pool is out of use from now on.</returns>
    internal bool Sweep(long now)
    {
        List<UpstreamConnection>? old = null;
        bool isRetired;
        lock (_lock)
        {
            if (_idle.Any(connection => !IsYoung(connection, now)))
            {
                var kept = _idle.Where(connection => IsYoung(connection, now)).Reverse().ToArray();
                old = [.. _idle.Where(connection => !IsYoung(connection, now))];
                _idle.Clear();
                foreach (var connection in kept) _idle.Push(connection);
            }

            isRetired = _isRetired = _open == 0;
        }

        foreach (var connection in old ?? []) connection.Dispose();
        return isRetired;
    }

    /// <summary>Closes everything idle, and what comes back later.</summary>
    internal void Retire()
    {
        UpstreamConnection[] idle;
        lock (_lock)
        {
            _isRetired = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var connection in idle) connection.Dispose();
    }

    private bool IsYoung(UpstreamConnection connection, long now) => now - connection.IdleSince < _idleLimitMs && now - connection.OpenedAt < _lifetimeMs;

    /// <summary>What a call may do next.</summary>
    /// <param name="Connection">Use this one.</param>
    /// <param name="MayOpen">Make a connection; its place is counted already.</param>
    /// <param name="Waiting">Wait: for a connection, or for null, which is the leave to make one.</param>
    internal readonly record struct Turn(UpstreamConnection? Connection, bool MayOpen, TaskCompletionSource<UpstreamConnection?>? Waiting);
}
