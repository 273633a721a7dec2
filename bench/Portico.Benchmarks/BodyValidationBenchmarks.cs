using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Portico.Json.Schema;

namespace Portico.Benchmarks;

/// <summary>What does it cost to hold a body of 1 KB against its model, parsing included?</summary>
[MemoryDiagnoser]
public class BodyValidationBenchmarks
{
    private static readonly byte[] Smallest = """{"id":"7f9c24e8-3b12-4fef-91e0-5d0a6f1b2c3d","customer":{"name":"A","email":"a@b"},"currency":"EUR","items":[{"sku":"SKU-1","quantity":1}]}"""u8.ToArray();

    private NJsonSchema.JsonSchema _theirs = null!;
    private JsonSchema _ours = null!;
    private byte[] _body = [];
    private string _text = "";
    private JsonDocument _document = null!;

    [Params("smallest", "1 KB")]
    public string Order { get; set; } = "";

    [GlobalSetup]
    public async Task Compile()
    {
        _body = Order == "smallest" ? Smallest : Sample.Order;
        _text = Encoding.UTF8.GetString(_body);
        _document = JsonDocument.Parse(_body);
        _ours = JsonSchema.Compile(Sample.OrderSchema).Schema ?? throw new InvalidOperationException("the sample schema is none");
        _theirs = await NJsonSchema.JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(Sample.OrderSchema));
        if (NJsonSchemaFromText() != 0 || !ParseAndIsValid()) throw new InvalidOperationException("the sample order is not valid");
    }

    [GlobalCleanup]
    public void Dispose() => _document.Dispose();

    [Benchmark(Baseline = true, Description = "NJsonSchema")]
    public int NJsonSchemaFromText() => _theirs.Validate(_text).Count;

    [Benchmark]
    public bool ParseAndIsValid()
    {
        using var document = JsonDocument.Parse(_body);
        return _ours.IsValid(document.RootElement);
    }

    [Benchmark]
    public bool IsValid() => _ours.IsValid(_document.RootElement);
}
