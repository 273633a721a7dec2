using BenchmarkDotNet.Attributes;
using Portico.DataPlane.Invocations;

namespace Portico.Benchmarks;

/// <summary>What do the ids of a request cost?</summary>
[MemoryDiagnoser]
public class RequestIdBenchmarks
{
    private readonly RequestIds _ids = new();
    private readonly string _format = "D";

    [Benchmark(Baseline = true)]
    public string NewGuid() => Guid.NewGuid().ToString(_format);

    [Benchmark]
    public string RequestId() => _ids.NextRequestId();

    [Benchmark]
    public string ExtendedRequestId() => _ids.NextExtendedRequestId();

    [Benchmark]
    public string TraceRoot() => _ids.NextTraceRoot(1_795_462_865);
}
