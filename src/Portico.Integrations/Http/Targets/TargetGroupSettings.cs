using System.Collections.Immutable;

namespace Portico.Integrations.Http.Targets;

/// <summary>Where calls of one back end go, and what is done beyond API Gateway when they fail. Everything but the addresses is off unless it is given.</summary>
public sealed record TargetGroupSettings
{
    public const int MaxAddresses = 64;

    /// <summary>What the group is called in logs.</summary>
    public required string Name { get; init; }

    /// <summary>At most 64; calls go to one after the other. Empty: to the host that the integration's URI names.</summary>
    public ImmutableArray<TargetAddress> Addresses { get; init; } = [];

    /// <summary>Asks each address regularly whether it is well; null does not.</summary>
    public HealthCheckSettings? HealthCheck { get; init; }

    /// <summary>Repeats calls that failed; null does not.</summary>
    public RetrySettings? Retry { get; init; }

    /// <summary>Stops calling an address that failed again and again; null does not.</summary>
    public CircuitBreakerSettings? CircuitBreaker { get; init; }
}

/// <summary>How an address is asked whether it is well.</summary>
/// <param name="Path">Asked by GET, such as <c>/health</c>.</param>
public sealed record HealthCheckSettings(string Path)
{
    /// <summary>Default 10 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Default 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Good answers in a row after which an address is well again. Default 2.</summary>
    public int HealthyThreshold { get; init; } = 2;

    /// <summary>Bad answers in a row after which an address is called no more. Default 2.</summary>
    public int UnhealthyThreshold { get; init; } = 2;

    /// <summary>The lowest status of a good answer. Default 200.</summary>
    public int MinStatus { get; init; } = 200;

    /// <summary>The highest status of a good answer. Default 399.</summary>
    public int MaxStatus { get; init; } = 399;

    /// <summary>The host in the Host header and, over TLS, in the certificate; null for the address itself.</summary>
    public string? Host { get; init; }
}

/// <summary>When and how often a call is repeated. Only what may be done twice is (GET, HEAD, OPTIONS, PUT, DELETE), unless nothing was sent yet.</summary>
/// <param name="Times">Further tries, 1 to 5, all of them within the integration's time limit.</param>
public sealed record RetrySettings(int Times)
{
    /// <summary>Answers that are failures, such as 503. Default: none; only connections that fail or break are.</summary>
    public ImmutableArray<int> Statuses { get; init; } = [];

    /// <summary>Before each further try. Default 100 ms.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>When an address is not called any more.</summary>
/// <param name="Failures">In a row: no connection, no answer in time, a broken answer, or 502, 503, 504. From 1.</param>
/// <param name="Open">For how long nothing is sent; then one call tries.</param>
public sealed record CircuitBreakerSettings(int Failures, TimeSpan Open);
