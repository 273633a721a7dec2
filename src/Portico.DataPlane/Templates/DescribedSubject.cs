using System.Text;
using System.Text.Json;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary>A request that is only described, for rendering templates without a gateway: <c>{"body", "params", "context", "stageVariables"}</c>, each part optional.</summary>
public sealed class DescribedSubject : TemplateSubject
{
    private const int DepthLimit = 64;

    private readonly JsonElement _input;

    /// <param name="input">An object of these members; <c>body</c> is a text, or JSON that stands for its own text.</param>
    public DescribedSubject(JsonElement input)
    {
        _input = input;
        BeginBody(BodyOf(input));
        Overrides.Adopt(Context[ContextKeys.RequestOverride], Context[ContextKeys.ResponseOverride]);
    }

    internal override VtlValue ReadContext(ContextEntry entry)
    {
        var value = entry.Find(Context);
        return value.IsNull && entry.Override is { } side ? VtlValue.Of(Overrides.Of(side)) : value;
    }

    internal override VtlValue ReadStageVariable(string name) => StageVariables[name];

    protected override JsonElement? Parse(ReadOnlyMemory<byte> body) => JsonBodies.TryParse(body)?.RootElement;

    protected override string? FindParameter(InputPlace place, string name) => Parameters[InputPlaces.All[(int)place].Name] is { Kind: VtlKind.Map } values && values.Map[name] is { IsNull: false } value ? value.ToString() : null;

    protected override VtlMap MakeParameters(InputPlace place) => MapOf(Part(_input, "params") is { } parameters ? Part(parameters, InputPlaces.All[(int)place].Name) : null);

    protected override VtlMap MakeContext() => MapOf(Part(_input, "context"));

    protected override VtlMap MakeStageVariables() => MapOf(Part(_input, "stageVariables"));

    private static ReadOnlyMemory<byte> BodyOf(JsonElement input) => Part(input, "body") switch
    {
        null or { ValueKind: JsonValueKind.Null } => default,
        { ValueKind: JsonValueKind.String } text => Encoding.UTF8.GetBytes(VtlValue.Of(text).ToString()),
        { } value => Encoding.UTF8.GetBytes(value.GetRawText()),
    };

    private static JsonElement? Part(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var part) ? part : null;

    private static VtlMap MapOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } present ? ValueOf(present, 0).Map : new VtlMap();

    private static VtlValue ValueOf(JsonElement value, int depth)
    {
        if (depth > DepthLimit) return VtlValue.Of(value);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new VtlMap();
                foreach (var member in value.EnumerateObject()) map[member.Name] = ValueOf(member.Value, depth + 1);
                return VtlValue.Of(map);

            case JsonValueKind.Array:
                var list = new VtlList(VtlListKind.Json, value.GetArrayLength());
                foreach (var item in value.EnumerateArray()) list.Add(ValueOf(item, depth + 1));
                return VtlValue.Of(list);

            default:
                return VtlValue.Of(value);
        }
    }
}
