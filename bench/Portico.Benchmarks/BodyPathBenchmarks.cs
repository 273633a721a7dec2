using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Newtonsoft.Json.Linq;
using Portico.Json.Paths;

namespace Portico.Benchmarks;

/// <summary>What does it cost to take one value out of a body of 1 KB by its JSONPath, as a parameter mapping does?</summary>
[MemoryDiagnoser]
public class BodyPathBenchmarks
{
    private string _text = "";
    private JToken _token = null!;
    private JsonDocument _document = null!;
    private JsonPath _path = null!;

    [Params("$.currency", "$.items[5].sku", "$.items[*].sku")]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public void Parse()
    {
        _text = Encoding.UTF8.GetString(Sample.Order);
        _token = JToken.Parse(_text);
        _document = JsonDocument.Parse(Sample.Order);
        _path = JsonPath.Parse(Path).Path ?? throw new InvalidOperationException($"{Path} is no path");
        if (Select().Kind is JsonPathResultKind.Missing or JsonPathResultKind.Failed) throw new InvalidOperationException($"{Path} leads nowhere");
    }

    [GlobalCleanup]
    public void Dispose() => _document.Dispose();

    [Benchmark(Baseline = true)]
    public int NewtonsoftParseAndSelect() => JToken.Parse(_text).SelectTokens(Path).Count();

    [Benchmark]
    public JsonPathResultKind ParseAndSelect()
    {
        using var document = JsonDocument.Parse(Sample.Order);
        return _path.Select(document.RootElement).Kind;
    }

    /// <summary>What a mapping does: a definite path is found in the bytes, another has a document made.</summary>
    [Benchmark]
    public int Find() => _path.CanFind ? _path.Find(Sample.Order).Raw.Length : (int)ParseAndSelect();

    [Benchmark]
    public int NewtonsoftSelect() => _token.SelectTokens(Path).Count();

    [Benchmark]
    public JsonPathResult Select() => _path.Select(_document.RootElement);
}
