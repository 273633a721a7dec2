using System.Text;
using System.Text.Json;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;
using Portico.Json;
using Portico.Json.Paths;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary>
/// What <c>$input</c>, <c>$context</c> and <c>$stageVariables</c> speak of while one template is rendered. Whole maps are made only when a
/// template asks for one; from then on they are what is read, since the template may have changed them.
/// </summary>
public abstract class TemplateSubject
{
    private static readonly JsonElement EmptyDocument = JsonElement.Parse("{}");

    private readonly PayloadBuffer _scratch = new();
    private ReadOnlyMemory<byte> _sent;
    private string? _bodyText;
    private JsonElement? _document;
    private VtlMap? _parameters;

    /// <summary>The body, <c>{}</c> when there is none (recorded).</summary>
    internal ReadOnlyMemory<byte> Body => _sent.IsEmpty ? JsonBodies.EmptyObject : _sent;

    internal string BodyText => _bodyText ??= Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body parsed; a body that is no JSON is one string.</summary>
    internal JsonElement Document => _document ??= _sent.IsEmpty ? EmptyDocument : Parse(_sent) ?? JsonElement.Parse($"\"{JsonEncodedText.Encode(BodyText)}\"");

    /// <summary>The assignments to <c>$context.requestOverride</c> and <c>$context.responseOverride</c>, also where a template put maps of its own in their place.</summary>
    public ContextOverrides AssignedOverrides
    {
        get
        {
            if (WrittenContext is { } written) Overrides.Adopt(written[ContextKeys.RequestOverride], written[ContextKeys.ResponseOverride]);
            return Overrides;
        }
    }

    protected ContextOverrides Overrides { get; } = new();

    /// <summary><c>$context</c> as a whole.</summary>
    internal VtlMap Context => WrittenContext ??= MakeContext();

    /// <summary><c>$stageVariables</c> as a whole.</summary>
    internal VtlMap StageVariables => WrittenStageVariables ??= MakeStageVariables();

    /// <summary>What <c>$input.params()</c> gives.</summary>
    internal VtlMap Parameters => _parameters ??= MakeParameters();

    /// <summary>Null until a template asked for the whole map.</summary>
    protected VtlMap? WrittenContext { get; private set; }

    /// <summary>Null until a template asked for the whole map.</summary>
    protected VtlMap? WrittenStageVariables { get; private set; }

    /// <summary>The value of a parameter, null when the request has none of that name.</summary>
    internal VtlValue Parameter(InputPlace place, string name)
    {
        if (_parameters is not null && _parameters[InputPlaces.All[(int)place].Name] is { Kind: VtlKind.Map } written && written.Map.ContainsKey(name)) return written.Map[name];
        return VtlValue.Of(FindParameter(place, name));
    }

    /// <summary>What <c>$input.params(name)</c> gives: of path, query string and header the first that has the name; otherwise the empty string.</summary>
    internal VtlValue Parameter(string name)
    {
        foreach (var (place, _) in InputPlaces.All)
        {
            if (Parameter(place, name) is { IsNull: false } value) return value;
        }

        return VtlValue.EmptyString;
    }

    internal abstract VtlValue ReadContext(ContextEntry entry);

    internal abstract VtlValue ReadStageVariable(string name);

    /// <summary>The units to be charged for applying a path: what searches the whole body costs more than the few steps that the engine counts for a call.</summary>
    internal long Cost(JsonPath path) => path.IsDefinite ? 1 : 1 + (Body.Length >> 4);

    /// <summary>What <c>$input.path(path)</c> gives.</summary>
    internal VtlValue Select(JsonPath path)
    {
        var result = path.Select(Document);
        switch (result.Kind)
        {
            case JsonPathResultKind.Element:
                return VtlValue.Of(result.Element);

            case JsonPathResultKind.List:
                var list = new VtlList(VtlListKind.Json, result.Items.Count);
                foreach (var item in result.Items) list.Add(VtlValue.Of(item));
                return VtlValue.Of(list);

            case JsonPathResultKind.Failed:
                return VtlValue.Failure($"the JSONPath {path} cannot be applied: {result.Failure}");

            default:
                return VtlValue.Null;
        }
    }

    /// <summary>Writes what <c>$input.json(path)</c> gives: compact JSON, <c>""</c> for what is not there.</summary>
    internal void WriteJson(JsonPath path, VtlOutput output)
    {
        var result = path.Select(Document);
        switch (result.Kind)
        {
            case JsonPathResultKind.Element when result.Element.ValueKind != JsonValueKind.Null:
                Write(result.Element, output);
                break;

            case JsonPathResultKind.List:
                output.Write("["u8);
                for (var index = 0; index < result.Items.Count; index++)
                {
                    if (index > 0) output.Write(","u8);
                    Write(result.Items[index], output);
                }

                output.Write("]"u8);
                break;

            default:
                output.Write("\"\""u8);
                break;
        }

        static void Write(JsonElement element, VtlOutput output)
        {
            using var compact = new CompactJson(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element));
            while (compact.TryRead(out var piece)) output.Write(piece);
        }
    }

    /// <summary>What <c>$input.json(path)</c> gives, as a string.</summary>
    internal VtlValue JsonText(JsonPath path)
    {
        var result = path.Select(Document);
        if (result.Kind is JsonPathResultKind.Missing or JsonPathResultKind.Failed || (result.Kind == JsonPathResultKind.Element && result.Element.ValueKind == JsonValueKind.Null))
        {
            return VtlValue.Of("\"\"");
        }

        _scratch.Clear();
        if (result.Kind == JsonPathResultKind.Element)
        {
            Append(result.Element, _scratch);
        }
        else
        {
            Append("["u8, _scratch);
            for (var index = 0; index < result.Items.Count; index++)
            {
                if (index > 0) Append(","u8, _scratch);
                Append(result.Items[index], _scratch);
            }

            Append("]"u8, _scratch);
        }

        return VtlValue.Of(Encoding.UTF8.GetString(_scratch.Span));
    }

    /// <summary>Begins with a body that is to be rendered from.</summary>
    protected void BeginBody(ReadOnlyMemory<byte> body)
    {
        _sent = body;
        _bodyText = null;
        _document = null;
        Overrides.BeginRendering();
    }

    /// <summary>Forgets everything.</summary>
    protected void Forget()
    {
        BeginBody(default);
        _parameters = null;
        WrittenContext = null;
        WrittenStageVariables = null;
        Overrides.Clear();
        _scratch.Clear();
    }

    /// <summary>The body as JSON, or null when it is none.</summary>
    protected abstract JsonElement? Parse(ReadOnlyMemory<byte> body);

    protected abstract string? FindParameter(InputPlace place, string name);

    protected abstract VtlMap MakeParameters(InputPlace place);

    protected abstract VtlMap MakeContext();

    protected abstract VtlMap MakeStageVariables();

    private VtlMap MakeParameters()
    {
        var all = new VtlMap();
        foreach (var (place, name) in InputPlaces.All) all[name] = VtlValue.Of(MakeParameters(place));
        return all;
    }

    private static void Append(JsonElement element, PayloadBuffer target)
    {
        using var compact = new CompactJson(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element));
        while (compact.TryRead(out var piece)) Append(piece, target);
    }

    private static void Append(ReadOnlySpan<byte> bytes, PayloadBuffer target)
    {
        bytes.CopyTo(target.GetSpan(bytes.Length));
        target.Advance(bytes.Length);
    }
}
