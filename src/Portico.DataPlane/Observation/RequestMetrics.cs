using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Portico.Aws.Vocabulary;

namespace Portico.DataPlane.Observation;

/// <summary>The metrics of all stages: counted here, read by Prometheus as text and by OpenTelemetry as instruments of one meter.</summary>
public sealed class RequestMetrics : IDisposable
{
    /// <summary>The meter's name: CloudWatch's namespace.</summary>
    public const string MeterName = GatewayMetric.Namespace;

    private readonly ConcurrentDictionary<MetricDimensions, RequestCounters> _counters = new();
    private readonly Meter _meter = new(MeterName);

    public RequestMetrics()
    {
        LatencyInstrument = _meter.CreateHistogram<double>(GatewayMetric.Latency.Instrument, "ms");
        IntegrationLatencyInstrument = _meter.CreateHistogram<double>(GatewayMetric.IntegrationLatency.Instrument, "ms");
        foreach (var (metric, read) in Counted) _meter.CreateObservableCounter(metric.Instrument, () => _counters.Values.Select(counters => new Measurement<long>(read(counters), counters.Tags)));
    }

    /// <summary>The metrics that are counts, and where they stand.</summary>
    internal static (GatewayMetric Metric, Func<RequestCounters, long> Read)[] Counted { get; } =
    [
        (GatewayMetric.Count, static counters => counters.Count),
        (GatewayMetric.ClientError, static counters => counters.ClientErrors),
        (GatewayMetric.ServerError, static counters => counters.ServerErrors),
        (GatewayMetric.CacheHitCount, static counters => counters.CacheHits),
        (GatewayMetric.CacheMissCount, static counters => counters.CacheMisses),
    ];

    /// <summary>The metrics that are times, and where they stand.</summary>
    internal static (GatewayMetric Metric, Func<RequestCounters, LatencyHistogram> Read)[] Timed { get; } =
    [
        (GatewayMetric.Latency, static counters => counters.Latency),
        (GatewayMetric.IntegrationLatency, static counters => counters.IntegrationLatency),
    ];

    internal Histogram<double> LatencyInstrument { get; }

    internal Histogram<double> IntegrationLatencyInstrument { get; }

    /// <summary>All there are, in a steady order.</summary>
    public IEnumerable<RequestCounters> All => _counters.Values
        .OrderBy(counters => counters.Dimensions.ApiName, StringComparer.Ordinal).ThenBy(counters => counters.Dimensions.Stage, StringComparer.Ordinal)
        .ThenBy(counters => counters.Dimensions.Resource, StringComparer.Ordinal).ThenBy(counters => counters.Dimensions.Method, StringComparer.Ordinal);

    /// <summary>The counters of a stage or method; those of an earlier activation go on.</summary>
    public RequestCounters Of(MetricDimensions dimensions) => _counters.GetOrAdd(dimensions, static (key, metrics) => new RequestCounters(metrics, key), this);

    public void Dispose() => _meter.Dispose();
}
