using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Fluid;
using Fluid.Values;
using Portico.Vtl;
using Portico.Vtl.Binding;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Benchmarks;

/// <summary>
/// What does it cost to render a mapping template over a body of 1 KB that is parsed already? All write the same bytes; the baseline is the
/// program that one would write by hand, the other a template engine of good name whose values are made ready before.
/// </summary>
[MemoryDiagnoser]
public class TemplateBenchmarks
{
    private const string RequestId = "11111111-2222-3333-4444-555555555555";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private JsonDocument _document = null!;
    private VtlTemplate _template = null!;
    private IFluidTemplate _liquid = null!;
    private TemplateContext _context = null!;
    private Request _request = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _document = JsonDocument.Parse(Sample.Order);
        _request = new Request(_document.RootElement);
        _template = VtlTemplate.Parse(Sample.OrderTemplate, new Binder()).Template ?? throw new InvalidOperationException("the sample template is none");
        _liquid = new FluidParser().Parse(Sample.OrderLiquid);
        var options = new TemplateOptions { CultureInfo = System.Globalization.CultureInfo.InvariantCulture };
        _context = new TemplateContext(options);
        _context.SetValue("order", ToFluid(_document.RootElement));
        _context.SetValue("requestId", RequestId);

        ByHand();
        var expected = _output.WrittenSpan.ToArray();
        Velocity();
        if (!_output.WrittenSpan.SequenceEqual(expected)) throw new InvalidOperationException("the template writes " + System.Text.Encoding.UTF8.GetString(_output.WrittenSpan));
        if (Liquid() != System.Text.Encoding.UTF8.GetString(expected)) throw new InvalidOperationException("Liquid writes " + Liquid());
    }

    [GlobalCleanup]
    public void Dispose() => _document.Dispose();

    [Benchmark(Baseline = true, Description = "Utf8JsonWriter by hand")]
    public int ByHand()
    {
        _output.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_output, Options);
        var order = _document.RootElement;
        var customer = order.GetProperty("customer"u8);
        writer.WriteStartObject();
        writer.WriteString("orderId"u8, order.GetProperty("id"u8).GetString());
        writer.WriteString("placed"u8, order.GetProperty("placed"u8).GetString());
        writer.WriteString("buyer"u8, customer.GetProperty("name"u8).GetString());
        writer.WriteString("city"u8, customer.GetProperty("address"u8).GetProperty("city"u8).GetString());
        writer.WriteString("currency"u8, order.GetProperty("currency"u8).GetString());
        writer.WriteString("requestId"u8, RequestId);
        writer.WriteBoolean("paid"u8, order.GetProperty("paid"u8).GetBoolean());
        writer.WriteStartArray("lines"u8);
        var count = 0;
        foreach (var item in order.GetProperty("items"u8).EnumerateArray())
        {
            writer.WriteStartObject();
            writer.WriteNumber("no"u8, ++count);
            writer.WriteString("sku"u8, item.GetProperty("sku"u8).GetString());
            writer.WriteString("name"u8, item.GetProperty("name"u8).GetString());
            writer.WriteNumber("quantity"u8, item.GetProperty("quantity"u8).GetInt32());
            writer.WriteNumber("price"u8, item.GetProperty("price"u8).GetDouble());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("count"u8, count);
        if (order.GetProperty("note"u8).GetString() is { Length: > 0 } note) writer.WriteString("note"u8, note);
        writer.WriteEndObject();
        writer.Flush();
        return _output.WrittenCount;
    }

    [Benchmark(Description = "Portico.Vtl")]
    public int Velocity()
    {
        _output.ResetWrittenCount();
        if (_template.Render(_request, _output) is { } error) throw new InvalidOperationException(error.ToString());
        return _output.WrittenCount;
    }

    [Benchmark(Description = "Fluid")]
    public string Liquid() => _liquid.Render(_context);

    private static FluidValue ToFluid(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new DictionaryValue(new FluidValueDictionaryFluidIndexable(element.EnumerateObject().ToDictionary(p => p.Name, p => ToFluid(p.Value)))),
        JsonValueKind.Array => new ArrayValue(element.EnumerateArray().Select(ToFluid).ToList()),
        JsonValueKind.String => new StringValue(element.GetString()!),
        JsonValueKind.Number => NumberValue.Create(element.GetDecimal()),
        JsonValueKind.True or JsonValueKind.False => BooleanValue.Create(element.GetBoolean()),
        _ => NilValue.Instance,
    };

    private sealed record Request(JsonElement Order);

    private sealed class Binder : IVtlBinder
    {
        public VtlBinding? Bind(string name) => name is "input" or "context" ? new Root() : null;
    }

    private sealed class Root : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Null;

        public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => name == "path" ? new Document() : null;

        public override VtlBinding? BindProperty(string name) => name == "requestId" ? new Identifier() : null;
    }

    private sealed class Document : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(((Request)call.Host!).Order);
    }

    private sealed class Identifier : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(RequestId);

        public override void Write(in VtlCall call, VtlOutput output) => output.Write(RequestId.AsSpan());
    }
}
