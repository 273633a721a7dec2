using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi;

/// <summary>
/// Writes one schema of OpenAPI as the JSON Schema draft 4 that a model holds: the keys in the document's order, references
/// turned into the URLs of models, what draft 4 does not have left out with a warning.
/// </summary>
internal sealed class SchemaWriter(OpenApiImport import, ModelTable models, ElementAddress element)
{
    /// <summary>What stands under a keyword.</summary>
    private enum Shape
    {
        Value,
        Schema,
        SchemaOrFlag,
        SchemaOrList,
        SchemaList,
        SchemaMap,
        Dependencies,
        Names,
        Flag,
    }

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The keywords of draft 4. All others are left out.
    private static readonly FrozenDictionary<string, Shape> Keywords = new Dictionary<string, Shape>(StringComparer.Ordinal)
    {
        ["id"] = Shape.Value,
        ["$schema"] = Shape.Value,
        ["title"] = Shape.Value,
        ["description"] = Shape.Value,
        ["default"] = Shape.Value,
        ["multipleOf"] = Shape.Value,
        ["maximum"] = Shape.Value,
        ["exclusiveMaximum"] = Shape.Flag,
        ["minimum"] = Shape.Value,
        ["exclusiveMinimum"] = Shape.Flag,
        ["maxLength"] = Shape.Value,
        ["minLength"] = Shape.Value,
        ["pattern"] = Shape.Value,
        ["additionalItems"] = Shape.SchemaOrFlag,
        ["items"] = Shape.SchemaOrList,
        ["maxItems"] = Shape.Value,
        ["minItems"] = Shape.Value,
        ["uniqueItems"] = Shape.Value,
        ["maxProperties"] = Shape.Value,
        ["minProperties"] = Shape.Value,
        ["required"] = Shape.Names,
        ["additionalProperties"] = Shape.SchemaOrFlag,
        ["definitions"] = Shape.SchemaMap,
        ["properties"] = Shape.SchemaMap,
        ["patternProperties"] = Shape.SchemaMap,
        ["dependencies"] = Shape.Dependencies,
        ["enum"] = Shape.Value,
        ["type"] = Shape.Value,
        ["format"] = Shape.Value,
        ["allOf"] = Shape.SchemaList,
        ["anyOf"] = Shape.SchemaList,
        ["oneOf"] = Shape.SchemaList,
        ["not"] = Shape.Schema,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);

    public string Write(SourceNode schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            Schema(writer, schema);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Schema(Utf8JsonWriter writer, SourceNode node)
    {
        if (node.Kind is SourceKind.Boolean)
        {
            // OpenAPI 3.1: true takes everything, false nothing. Draft 4 says both with objects.
            writer.WriteStartObject();
            if (node.Text is not ("true" or "True" or "TRUE")) WriteNothing(writer);
            writer.WriteEndObject();
            return;
        }

        if (import.Mapping(node, element) is null)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return;
        }

        if (node["$ref"] is { Kind: SourceKind.String } reference)
        {
            Reference(writer, reference);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in node.Children)
        {
            Keyword(writer, member);
        }

        writer.WriteEndObject();
    }

    private void Reference(Utf8JsonWriter writer, SourceNode reference)
    {
        if (models.UrlFor(reference) is { } url)
        {
            // Draft 4 looks at nothing beside a $ref, so nothing is written beside it.
            writer.WriteStartObject();
            writer.WriteString("$ref", url);
            writer.WriteEndObject();
            return;
        }

        if (import.Target(reference) is null) import.LeadsNowhere(reference, element);
        else import.Error(reference, $"the $ref '{reference.Text}' leads to no model; put the schema under '{(import.IsVersion2 ? "definitions" : "components/schemas")}' and refer to it there", element);
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    private void Keyword(Utf8JsonWriter writer, SourceNode member)
    {
        if (!Keywords.TryGetValue(member.Name, out var shape))
        {
            if (!member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) Drop(member, $"'{member.Name}' is not a keyword of JSON Schema draft 4");
            return;
        }

        if (member.IsNull && shape is not Shape.Value) return;
        switch (shape)
        {
            case Shape.Value:
                writer.WritePropertyName(member.Name);
                SourceJson.Write(writer, member);
                break;
            case Shape.Flag when member.Kind is not SourceKind.Boolean:
                Drop(member, $"'{member.Name}' is {member.KindName} ('{member}'), but a boolean beside '{(member.Name is "exclusiveMinimum" ? "minimum" : "maximum")}' in JSON Schema draft 4");
                break;
            case Shape.Flag:
                writer.WritePropertyName(member.Name);
                SourceJson.Write(writer, member);
                break;
            case Shape.Names when !member.IsSequence:
                Drop(member, $"'{member.Name}' is {member.KindName}, but a list of names in JSON Schema draft 4");
                break;
            case Shape.Names:
                // Draft 4 forbids an empty list and means the same without one.
                if (member.Children.Count == 0) break;
                writer.WritePropertyName(member.Name);
                SourceJson.Write(writer, member);
                break;
            case Shape.SchemaOrFlag when member.Kind is SourceKind.Boolean:
                writer.WritePropertyName(member.Name);
                SourceJson.Write(writer, member);
                break;
            case Shape.Schema or Shape.SchemaOrFlag:
            case Shape.SchemaOrList when !member.IsSequence:
                writer.WritePropertyName(member.Name);
                Schema(writer, member);
                break;
            case Shape.SchemaOrList or Shape.SchemaList:
                writer.WriteStartArray(member.Name);
                foreach (var item in import.Items(member, element))
                {
                    Schema(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject(member.Name);
                foreach (var entry in import.Mapping(member, element)?.Children ?? [])
                {
                    writer.WritePropertyName(entry.Name);
                    if (shape is Shape.Dependencies && entry.IsSequence) SourceJson.Write(writer, entry);
                    else Schema(writer, entry);
                }

                writer.WriteEndObject();
                break;
        }
    }

    // Once for each keyword of a model: a document may have an example on every property.
    private void Drop(SourceNode member, string reason)
    {
        if (_dropped.Add(member.Name)) import.KeyWarning(member, $"{reason} and is left out of the {element}", element);
    }

    private static void WriteNothing(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("not");
        writer.WriteEndObject();
    }
}
