using Microsoft.Extensions.Logging;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http.Targets;

/// <summary>One address of a group, and what is known of it: from health checks, and from calls. Used by any number of calls at the same time.</summary>
internal sealed class Target(string group, TargetAddress? address, CircuitBreakerSettings? breaker, bool hasNeighbours, ILogger logger)
{
    // An address that cannot be connected to is left alone for so long, where there are others.
    private const long AsideMs = 10_000;

    private Tuple<Origin, Origin>? _last;
    private volatile bool _isUnhealthy;
    private int _checksInARow;
    private int _failures;
    private long _asideUntil;
    private long _openUntil;

    internal TargetAddress? Address => address;

    internal bool IsHealthy => !_isUnhealthy;

    /// <summary>Whether calls should come here first.</summary>
    internal bool IsPreferred(long now) => !_isUnhealthy && Volatile.Read(ref _asideUntil) <= now;

    /// <summary>Whether the circuit lets a call through; after its time, one tries for all.</summary>
    internal bool Admits(long now)
    {
        var until = Volatile.Read(ref _openUntil);
        if (until == 0) return true;
        return until <= now && Interlocked.CompareExchange(ref _openUntil, now + (long)breaker!.Open.TotalMilliseconds, until) == until;
    }

    internal Origin For(Origin origin)
    {
        if (address is null) return origin;
        if (_last is { } last && ReferenceEquals(last.Item1, origin)) return last.Item2;
        var way = address.For(origin);
        _last = Tuple.Create(origin, way);
        return way;
    }

    internal void Answered(int status, long now)
    {
        if (status is 502 or 503 or 504)
        {
            CountFailure(now, $"it answered {status}");
            return;
        }

        if (Volatile.Read(ref _asideUntil) != 0) Volatile.Write(ref _asideUntil, 0);
        if (Volatile.Read(ref _failures) == 0) return;
        Volatile.Write(ref _failures, 0);
        var name = Name(null);
        if (Interlocked.Exchange(ref _openUntil, 0) != 0) TargetLog.CircuitClosed(logger, name, group);
    }

    internal void Failed(Origin origin, UpstreamException exception, long now)
    {
        if (hasNeighbours && exception.Error is UpstreamError.Connect or UpstreamError.NameResolution or UpstreamError.Tls)
        {
            var name = Name(origin);
            if (Volatile.Read(ref _asideUntil) == 0) TargetLog.SetAside(logger, name, group, exception.Message);
            Volatile.Write(ref _asideUntil, now + AsideMs);
        }

        CountFailure(now, exception.Message);
    }

    /// <summary>Takes the result of a health check.</summary>
    internal void Checked(bool isGood, string reason, HealthCheckSettings settings)
    {
        if (isGood != _isUnhealthy)
        {
            _checksInARow = 0;
            return;
        }

        if (++_checksInARow < (isGood ? settings.HealthyThreshold : settings.UnhealthyThreshold)) return;
        _checksInARow = 0;
        _isUnhealthy = !isGood;
        var name = Name(null);
        if (isGood) TargetLog.Healthy(logger, name, group);
        else TargetLog.Unhealthy(logger, name, group, reason);
    }

    private void CountFailure(long now, string reason)
    {
        if (breaker is null || Interlocked.Increment(ref _failures) < breaker.Failures) return;
        var name = Name(null);
        if (Interlocked.Exchange(ref _openUntil, now + (long)breaker.Open.TotalMilliseconds) == 0) TargetLog.CircuitOpened(logger, name, group, breaker.Open.TotalSeconds, breaker.Failures, reason);
    }

    private string Name(Origin? origin) => address?.ToString() ?? origin?.ToString() ?? group;
}

internal static partial class TargetLog // ids 3000-3099
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, EventName = "TargetUnhealthy", Message = "{Address} of {Group} is called no more until its health checks are good again: {Reason}")]
    internal static partial void Unhealthy(ILogger logger, string address, string group, string reason);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, EventName = "TargetHealthy", Message = "{Address} of {Group} is well again")]
    internal static partial void Healthy(ILogger logger, string address, string group);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, EventName = "TargetSetAside", Message = "{Address} of {Group} is left alone for a while, since there are others: {Reason}")]
    internal static partial void SetAside(ILogger logger, string address, string group, string reason);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, EventName = "CircuitOpened", Message = "{Address} of {Group} is not called for {Seconds} seconds after {Failures} failures in a row: {Reason}")]
    internal static partial void CircuitOpened(ILogger logger, string address, string group, double seconds, int failures, string reason);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, EventName = "CircuitClosed", Message = "{Address} of {Group} answers again")]
    internal static partial void CircuitClosed(ILogger logger, string address, string group);
}
