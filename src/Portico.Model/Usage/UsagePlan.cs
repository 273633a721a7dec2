using System.Collections.Immutable;

namespace Portico.Model.Usage;

/// <summary>Which stages the holders of its keys may call, how fast and how often.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html"/>
public sealed record UsagePlan
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>In the order in which they were added.</summary>
    public ImmutableArray<ApiStage> ApiStages { get; init; } = [];

    /// <summary>What holds for each key over all stages of the plan; null for no limit.</summary>
    public ThrottleSettings? Throttle { get; init; }

    /// <summary>Null for no limit.</summary>
    public QuotaSettings? Quota { get; init; }

    /// <summary>The product of the AWS Marketplace that the plan is.</summary>
    public string? ProductCode { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ApiStage? Find(string apiId, string stage) => ApiStages.FirstOrDefault(each => each.ApiId == apiId && each.Stage == stage);
}

/// <summary>A stage that a plan opens, with the limits of single methods.</summary>
public sealed record ApiStage
{
    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    /// <summary>By <c>{resource path}/{VERB}</c>: <c>/pets/GET</c>, and <c>//GET</c> at the root.</summary>
    public ImmutableSortedDictionary<string, ThrottleSettings> Throttle { get; init; } = ImmutableSortedDictionary.Create<string, ThrottleSettings>(StringComparer.Ordinal);
}

/// <summary>A token bucket.</summary>
/// <param name="BurstLimit">Requests that it holds.</param>
/// <param name="RateLimit">Requests per second by which it fills.</param>
public sealed record ThrottleSettings(int BurstLimit, double RateLimit);

/// <summary>How many requests a key has in each period.</summary>
/// <param name="Limit">Requests.</param>
/// <param name="Offset">Days from the beginning of the week (Sunday) or month to that of the period.</param>
/// <param name="Period"><c>DAY</c>, <c>WEEK</c> or <c>MONTH</c>.</param>
public sealed record QuotaSettings(int Limit, int Offset, string Period);
