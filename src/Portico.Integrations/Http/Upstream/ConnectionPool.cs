using System.Collections.Concurrent;

namespace Portico.Integrations.Http.Upstream;

/// <summary>The pools of all origins. One that nobody uses is forgotten: a host may come out of a request, so that there is no end to them.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly ConcurrentDictionary<Origin, OriginPool> _pools = new();
    private readonly UpstreamOptions _options;
    private readonly Func<long> _now;
    private readonly ITimer _sweep;

    /// <param name="options">How connections are kept.</param>
    /// <param name="time">Runs the sweep.</param>
    /// <param name="now">Milliseconds of the clock by which connections are dated.</param>
    internal ConnectionPool(UpstreamOptions options, TimeProvider time, Func<long> now)
    {
        _options = options;
        _now = now;
        var interval = options.IdleTimeout < options.ConnectionLifetime ? options.IdleTimeout : options.ConnectionLifetime;
        _sweep = time.CreateTimer(static state => ((ConnectionPool)state!).Sweep(), this, interval, interval);
    }

    internal OriginPool Of(Origin origin) => _pools.TryGetValue(origin, out var pool) ? pool : _pools.GetOrAdd(origin, static (key, options) => new OriginPool(key, options), _options);

    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var pool in _pools.Values) pool.Retire();
    }

    private void Sweep()
    {
        var now = _now();
        foreach (var entry in _pools)
        {
            if (entry.Value.Sweep(now)) _pools.TryRemove(entry);
        }
    }
}
