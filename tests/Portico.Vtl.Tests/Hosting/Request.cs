using System.Text;
using System.Text.Json;
using Portico.Json.Paths;
using Portico.Vtl.Values;

namespace Portico.Vtl.Tests.Hosting;

/// <summary>A request as the golden rows describe it: what the model objects <c>$input</c>, <c>$context</c> and <c>$stageVariables</c> read.</summary>
internal sealed class Request
{
    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement;

    public string Body { get; init; } = "{}";

    public JsonElement Document { get; init; } = EmptyObject;

    public JsonElement Parameters { get; init; } = EmptyObject;

    public JsonElement Context { get; init; } = EmptyObject;

    public JsonElement StageVariables { get; init; } = EmptyObject;

    /// <summary>From an entry of <c>contexts</c> of a golden file.</summary>
    public static Request Of(JsonElement input)
    {
        var body = input.TryGetProperty("body", out var text) ? text.GetString() ?? "" : "";
        if (body.Length == 0)
            body = "{}";

        return new Request
        {
            Body = body,
            Document = ParseLeniently(body) ?? JsonDocument.Parse(JsonSerializer.Serialize(body)).RootElement,
            Parameters = Part("params", """{"path":{},"querystring":{},"header":{}}"""),
            Context = Part("context", "{}"),
            StageVariables = Part("stageVariables", "{}"),
        };

        JsonElement Part(string name, string otherwise) =>
            (input.TryGetProperty(name, out var part) ? part : JsonDocument.Parse(otherwise).RootElement).Clone();
    }

    public static Request OfBody(string body) => new()
    {
        Body = body,
        Document = JsonDocument.Parse(body).RootElement,
    };

    /// <summary>Null for what only looks like JSON; text that does not is a string.</summary>
    public static JsonElement? ParseLeniently(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return text.AsSpan().TrimStart() is ['{' or '[', ..] ? null : JsonDocument.Parse(JsonSerializer.Serialize(text)).RootElement;
        }
    }

    public VtlValue Select(JsonPath path)
    {
        var result = path.Select(Document);
        switch (result.Kind)
        {
            case JsonPathResultKind.Element:
                return VtlValue.Of(result.Element);

            case JsonPathResultKind.List:
                var list = new VtlList(VtlListKind.Json);
                foreach (var item in result.Items)
                    list.Add(VtlValue.Of(item));

                return VtlValue.Of(list);

            case JsonPathResultKind.Failed:
                return VtlValue.Failure("the path cannot be applied");

            default:
                return VtlValue.Null;
        }
    }

    public ReadOnlySpan<byte> Json(JsonPath path)
    {
        var result = path.Select(Document);
        if (result.Kind is JsonPathResultKind.Missing or JsonPathResultKind.Failed || (result.Kind == JsonPathResultKind.Element && result.Element.ValueKind == JsonValueKind.Null))
            return "\"\""u8;

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            result.WriteTo(writer);

        return buffer.WrittenSpan;
    }

    public VtlValue Parameter(string name)
    {
        foreach (var place in (string[])["path", "querystring", "header"])
        {
            if (Parameters.TryGetProperty(place, out var values) && values.TryGetProperty(name, out var value))
                return VtlValue.Of(value);
        }

        return VtlValue.EmptyString;
    }

    public string JsonText(JsonPath path) => Encoding.UTF8.GetString(Json(path));
}
