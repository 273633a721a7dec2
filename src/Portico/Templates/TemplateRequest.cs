using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portico.Templates;

/// <summary>The request that a template is rendered over, as files and options describe it.</summary>
internal sealed class TemplateRequest
{
    private static readonly string[] Members = ["body", "params", "context", "stageVariables"];
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 256 };

    internal JsonNode? Body { get; set; }

    internal JsonNode? Parameters { get; set; }

    internal JsonNode? Context { get; set; }

    internal JsonObject StageVariables { get; set; } = [];

    /// <summary>Reads a described request; a file that is none is the body.</summary>
    internal static TemplateRequest Read(string path)
    {
        if (StructuredFile.IsYaml(path)) return Of(StructuredFile.ReadObject(path));

        var text = TextFile.Read(path);
        return Described(text) is { } described ? Of(described) : new TemplateRequest { Body = text };
    }

    /// <summary>The form that templates are rendered over.</summary>
    internal JsonElement ToInput() => JsonElement.Parse(new JsonObject
    {
        ["body"] = Body?.DeepClone(),
        ["params"] = Parameters?.DeepClone(),
        ["context"] = Context?.DeepClone(),
        ["stageVariables"] = StageVariables.DeepClone(),
    }.ToJsonString(), JsonOptions);

    private static TemplateRequest Of(JsonObject described) => new()
    {
        Body = described["body"],
        Parameters = described["params"],
        Context = described["context"],
        StageVariables = described["stageVariables"] as JsonObject ?? [],
    };

    private static JsonObject? Described(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: JsonOptions) is JsonObject { Count: > 0 } read && read.All(member => Members.Contains(member.Key)) ? read : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
