namespace Portico.Lambda;

/// <summary>How much of the machine functions may take.</summary>
public sealed record FunctionSettings
{
    /// <summary>Environments of one version at most; further calls wait for one of them. Default 100.</summary>
    public int MaxEnvironments { get; init; } = 100;

    /// <summary>How long calls wait before another environment is started beside those that run. Default 20 ms.</summary>
    public TimeSpan GrowthDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>An environment without calls for so long is ended. Default 5 minutes.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a function may take to ask for its first call. Default 10 seconds, as AWS.</summary>
    public TimeSpan InitLimit { get; init; } = Limits.MaxInitDuration;

    /// <summary>Environments that start at the same time, for each version. Default: the machine's cores, at least 2.</summary>
    public int MaxStarting { get; init; } = Math.Max(2, Environment.ProcessorCount);
}
