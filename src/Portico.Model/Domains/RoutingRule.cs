using System.Collections.Immutable;

namespace Portico.Model.Domains;

/// <summary>Which API answers requests to a domain name that have certain headers or a certain base path.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html"/>
public sealed record RoutingRule
{
    /// <summary>The <see cref="DomainName.Key"/> of the domain name.</summary>
    public required string DomainKey { get; init; }

    public required string RoutingRuleId { get; init; }

    public required string RoutingRuleArn { get; init; }

    /// <summary>From 1 to 1,000,000, no two alike in a domain name; the lowest is asked first.</summary>
    public required int Priority { get; init; }

    /// <summary>All of them must be met; at most two.</summary>
    public ImmutableArray<HeaderCondition> Headers { get; init; } = [];

    /// <summary>What the path must begin with, by segments, without a slash at either end; null for any path.</summary>
    public string? BasePath { get; init; }

    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    /// <summary>Whether the base path is cut off before the API's resources are looked at.</summary>
    public bool StripBasePath { get; init; }

    /// <summary>What tells it from every other.</summary>
    public string Key => KeyOf(DomainKey, RoutingRuleId);

    public static string KeyOf(string domainKey, string routingRuleId) => $"{domainKey}/{routingRuleId}";
}

/// <summary>A header with a value.</summary>
/// <param name="Header">Compared without case.</param>
/// <param name="ValueGlob">Compared with case; an asterisk at its beginning or its end stands for any text.</param>
public sealed record HeaderCondition(string Header, string ValueGlob);
