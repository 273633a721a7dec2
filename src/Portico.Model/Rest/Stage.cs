using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>A named pointer to a deployment, with the settings under which it runs.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html"/>
public sealed record Stage
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, at most 128.</summary>
    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required DateTimeOffset LastUpdatedDate { get; init; }

    public bool CacheClusterEnabled { get; init; }

    public string? CacheClusterSize { get; init; }

    /// <summary>At most 100; names of letters, digits and <c>_</c>.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>By <c>*/*</c> or <c>{path}/{VERB}</c>.</summary>
    public ImmutableSortedDictionary<string, MethodSetting> MethodSettings { get; init; } = ImmutableSortedDictionary.Create<string, MethodSetting>(StringComparer.Ordinal);

    public string? ClientCertificateId { get; init; }

    public string? DocumentationVersion { get; init; }

    public AccessLogSettings? AccessLogSettings { get; init; }

    /// <summary>The canary, or null when all traffic goes to <see cref="DeploymentId"/>.</summary>
    public CanarySettings? CanarySettings { get; init; }

    public bool TracingEnabled { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>What a stage sets for all methods or for one.</summary>
public sealed record MethodSetting
{
    public bool MetricsEnabled { get; init; }

    /// <summary><c>OFF</c>, <c>ERROR</c> or <c>INFO</c>; null until it is set, which means off.</summary>
    public string? LoggingLevel { get; init; }

    public bool DataTraceEnabled { get; init; }

    /// <summary>Requests; -1 lifts the stage's limit. Default 5,000.</summary>
    public int ThrottlingBurstLimit { get; init; } = 5_000;

    /// <summary>Requests per second; -1 lifts the stage's limit. Default 10,000.</summary>
    public double ThrottlingRateLimit { get; init; } = 10_000;

    public bool CachingEnabled { get; init; }

    /// <summary>Seconds, 0 to 3,600. Default 300.</summary>
    public int CacheTtlInSeconds { get; init; } = 300;

    public bool CacheDataEncrypted { get; init; }

    public bool RequireAuthorizationForCacheControl { get; init; } = true;

    public string UnauthorizedCacheControlHeaderStrategy { get; init; } = "SUCCEED_WITH_RESPONSE_HEADER";
}

public sealed record AccessLogSettings(string? DestinationArn, string? Format);

/// <summary>A second deployment that takes a share of the stage's traffic.</summary>
public sealed record CanarySettings
{
    /// <summary>0 to 100.</summary>
    public double PercentTraffic { get; init; }

    public required string DeploymentId { get; init; }

    public ImmutableSortedDictionary<string, string> StageVariableOverrides { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public bool UseStageCache { get; init; }
}
