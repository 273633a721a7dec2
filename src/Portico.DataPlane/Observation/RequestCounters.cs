namespace Portico.DataPlane.Observation;

/// <summary>CloudWatch's metrics of one stage, or of one method of it. Written by any thread.</summary>
public sealed class RequestCounters
{
    private readonly RequestMetrics _metrics;
    private readonly KeyValuePair<string, object?>[] _tags;
    private long _clientErrors;
    private long _serverErrors;
    private long _cacheHits;
    private long _cacheMisses;

    internal RequestCounters(RequestMetrics metrics, MetricDimensions dimensions)
    {
        _metrics = metrics;
        Dimensions = dimensions;
        _tags = dimensions.Method is null
            ? [new("ApiName", dimensions.ApiName), new("Stage", dimensions.Stage)]
            : [new("ApiName", dimensions.ApiName), new("Stage", dimensions.Stage), new("Method", dimensions.Method), new("Resource", dimensions.Resource)];
    }

    public MetricDimensions Dimensions { get; }

    public LatencyHistogram Latency { get; } = new();

    public LatencyHistogram IntegrationLatency { get; } = new();

    public long Count => Latency.Count;

    public long ClientErrors => Interlocked.Read(ref _clientErrors);

    public long ServerErrors => Interlocked.Read(ref _serverErrors);

    public long CacheHits => Interlocked.Read(ref _cacheHits);

    public long CacheMisses => Interlocked.Read(ref _cacheMisses);

    internal ReadOnlySpan<KeyValuePair<string, object?>> Tags => _tags;

    public void Record(in AnsweredRequest request)
    {
        Latency.Record(request.Latency);
        if (_metrics.LatencyInstrument.Enabled) _metrics.LatencyInstrument.Record(request.Latency.TotalMilliseconds, _tags);
        if (request.Status is >= 400 and < 500) Interlocked.Increment(ref _clientErrors);
        else if (request.Status >= 500) Interlocked.Increment(ref _serverErrors);

        if (request.IntegrationLatency is { } took)
        {
            IntegrationLatency.Record(took);
            if (_metrics.IntegrationLatencyInstrument.Enabled) _metrics.IntegrationLatencyInstrument.Record(took.TotalMilliseconds, _tags);
        }

        if (request.Invocation.CacheHit is not { } hit) return;
        if (hit) Interlocked.Increment(ref _cacheHits);
        else Interlocked.Increment(ref _cacheMisses);
    }
}
