using System.Globalization;
using System.Text.Json.Nodes;
using Portico.Definitions.Text;
using Portico.Failures;
using Portico.Model.Findings;

namespace Portico.Templates;

/// <summary>JSON or YAML that the user names, as JSON.</summary>
internal static class StructuredFile
{
    /// <exception cref="CommandFailure">It cannot be read, or holds no object; the message names the place.</exception>
    internal static JsonObject ReadObject(string path)
    {
        var document = SourceDocument.Read(TextFile.Read(path), path);
        if (document.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } broken) throw CommandFailure.BadInput(broken.ToString());
        return ToJson(document.Root) as JsonObject ?? throw CommandFailure.BadInput($"{path} holds {document.Root?.KindName ?? "nothing"}; it takes an object");
    }

    internal static bool IsYaml(string path) => Path.GetExtension(path) is ".yaml" or ".yml";

    private static JsonNode? ToJson(SourceNode? node) => node switch
    {
        null or { IsNull: true } => null,
        { IsMapping: true } => new JsonObject(node.Children.Select(child => KeyValuePair.Create(child.Name, ToJson(child)))),
        { IsSequence: true } => new JsonArray([.. node.Children.Select(ToJson)]),
        { Kind: SourceKind.Boolean } => JsonValue.Create(node.Text.Equals("true", StringComparison.OrdinalIgnoreCase)),
        { Kind: SourceKind.Integer or SourceKind.Number } => Number(node.Text),
        _ => JsonValue.Create(node.Text),
    };

    // As it is spelled where JSON spells numbers so, for templates show it.
    private static JsonNode? Number(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);
        }
    }
}
