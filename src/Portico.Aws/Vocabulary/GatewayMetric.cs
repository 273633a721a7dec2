using System.Collections.Immutable;

namespace Portico.Aws.Vocabulary;

/// <summary>A metric of REST APIs under CloudWatch's name, and under those that Prometheus and OpenTelemetry allow.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html"/>
public sealed class GatewayMetric
{
    /// <summary>CloudWatch's namespace.</summary>
    public const string Namespace = "AWS/ApiGateway";

    private readonly string _plain;

    private GatewayMetric(string name, string plain, string meaning)
    {
        Name = name;
        _plain = plain;
        Meaning = meaning;
    }

    public static GatewayMetric Count { get; } = new("Count", "count_total", "Requests");

    public static GatewayMetric ClientError { get; } = new("4XXError", "4xx_error_total", "Requests that were answered 400 to 499");

    public static GatewayMetric ServerError { get; } = new("5XXError", "5xx_error_total", "Requests that were answered 500 to 599");

    public static GatewayMetric CacheHitCount { get; } = new("CacheHitCount", "cache_hit_count_total", "Requests that the stage's cache answered");

    public static GatewayMetric CacheMissCount { get; } = new("CacheMissCount", "cache_miss_count_total", "Requests of methods with a cache that their back ends answered");

    public static GatewayMetric Latency { get; } = new("Latency", "latency_milliseconds", "Milliseconds from a request to its answer");

    public static GatewayMetric IntegrationLatency { get; } = new("IntegrationLatency", "integration_latency_milliseconds", "Milliseconds from calling a back end to its answer");

    public static ImmutableArray<GatewayMetric> All { get; } = [Count, ClientError, ServerError, CacheHitCount, CacheMissCount, Latency, IntegrationLatency];

    /// <summary>CloudWatch's.</summary>
    public string Name { get; }

    public string Meaning { get; }

    /// <summary>Of stages; labels <c>api_name</c> and <c>stage</c>.</summary>
    public string Prometheus => "aws_apigateway_" + _plain;

    /// <summary>Of methods with detailed metrics; labels <c>method</c> and <c>resource</c> besides.</summary>
    public string PrometheusOfMethods => "aws_apigateway_method_" + _plain;

    /// <summary>OpenTelemetry's names begin with a letter.</summary>
    public string Instrument => "aws.apigateway." + Name;
}
