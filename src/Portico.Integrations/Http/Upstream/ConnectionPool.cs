using System.Collections.Concurrent;

namespace Portico.Integrations.Http.Upstream;

/// <summary>Idle connections by origin; the one used last is used first, so that the others can grow old and be closed.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private const int MaxIdlePerOrigin = 1024;
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(50);

    private readonly ConcurrentDictionary<Origin, Stack<UpstreamConnection>> _idle = new();
    private readonly ITimer _sweep;

    internal ConnectionPool(TimeProvider time) => _sweep = time.CreateTimer(static state => ((ConnectionPool)state!).Sweep(), this, IdleLimit, IdleLimit);

    internal UpstreamConnection? TryTake(Origin origin)
    {
        if (!_idle.TryGetValue(origin, out var stack)) return null;
        var oldest = Environment.TickCount64 - (long)IdleLimit.TotalMilliseconds;
        lock (stack)
        {
            while (stack.TryPop(out var connection))
            {
                if (connection.IdleSince >= oldest) return connection;
                connection.Dispose();
            }
        }

        return null;
    }

    internal void Put(UpstreamConnection connection)
    {
        connection.IdleSince = Environment.TickCount64;
        var stack = _idle.GetOrAdd(connection.Origin, static _ => new());
        lock (stack)
        {
            if (stack.Count < MaxIdlePerOrigin)
            {
                stack.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var stack in _idle.Values)
        {
            lock (stack)
            {
                while (stack.TryPop(out var connection)) connection.Dispose();
            }
        }
    }

    private void Sweep()
    {
        var oldest = Environment.TickCount64 - (long)IdleLimit.TotalMilliseconds;
        foreach (var stack in _idle.Values)
        {
            lock (stack)
            {
                if (stack.Count == 0 || stack.All(connection => connection.IdleSince >= oldest)) continue;
                var kept = stack.Where(connection => connection.IdleSince >= oldest).Reverse().ToArray();
                foreach (var connection in stack.Where(connection => connection.IdleSince < oldest)) connection.Dispose();
                stack.Clear();
                foreach (var connection in kept) stack.Push(connection);
            }
        }
    }
}
