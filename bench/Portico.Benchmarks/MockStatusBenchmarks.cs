using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Portico.Integrations.Mock;

namespace Portico.Benchmarks;

/// <summary>What does it cost to read a MOCK's status where the template's result differs from request to request?</summary>
[MemoryDiagnoser]
public class MockStatusBenchmarks
{
    private byte[] _body = [];

    [Params("""{"statusCode": 200}""", """{"user": {"name": "Ada", "roles": ["reader", "writer"]}, "note": "a, b", "statusCode": 404}""")]
    public string Body { get; set; } = "";

    [GlobalSetup]
    public void Encode() => _body = Encoding.UTF8.GetBytes(Body);

    [Benchmark(Baseline = true)]
    public int JsonDocumentProperty()
    {
        using var document = JsonDocument.Parse(_body);
        return document.RootElement.GetProperty("statusCode").GetInt32();
    }

    [Benchmark]
    public int? MockStatusCode() => Portico.Integrations.Mock.MockStatusCode.TryRead(_body);
}
