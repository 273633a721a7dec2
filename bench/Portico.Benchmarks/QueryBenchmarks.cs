using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.WebUtilities;
using Portico.DataPlane.Invocations;

namespace Portico.Benchmarks;

/// <summary>What does it cost to read a query string?</summary>
[MemoryDiagnoser]
public class QueryBenchmarks
{
    private readonly List<(string Name, string Value)> _pairs = [];

    [Params("page=2", "q=blue+shoes&size=42&size=43&color=dark%20blue&sort=price&page=2")]
    public string Query { get; set; } = "";

    [Benchmark(Baseline = true)]
    public int AspNetCore() => QueryHelpers.ParseQuery(Query).Count;

    [Benchmark]
    public int QueryStrings()
    {
        _pairs.Clear();
        Portico.DataPlane.Invocations.QueryStrings.Parse(Query, _pairs);
        return _pairs.Count;
    }
}
