using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Aws;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Writes models as the schemas of a document.</summary>
internal sealed class ModelWriter(OpenApiExport export)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The model of a body among those that its media types have; null when there are none.</summary>
    /// <exception cref="ServiceException">Only bodies are described that are no JSON.</exception>
    public string? JsonModel(IReadOnlyDictionary<string, string>? models, string owner)
    {
        if (models is null || models.Count == 0) return null;
        var name = models.OrderBy(pair => pair.Key != "application/json").Select(pair => pair.Value).FirstOrDefault(IsJson)
            ?? throw ServiceException.BadRequest($"Only found non-JSON body models for {owner}");
        _used.Add(name);
        return name;
    }

    /// <summary>Each media type with its schema.</summary>
    /// <exception cref="ServiceException">Only bodies are described that are no JSON.</exception>
    public JsonObject Content(IReadOnlyDictionary<string, string>? models, string owner)
    {
        var content = new JsonObject();
        if (JsonModel(models, owner) is null) return content;
        foreach (var (mediaType, name) in models!)
        {
            if (!IsJson(name)) continue;
            _used.Add(name);
            content[mediaType] = new JsonObject { ["schema"] = export.ReferenceTo(name) };
        }

        return content;
    }

    /// <summary>All schemas by name. Those two that every new API has and nobody touched or used are left out.</summary>
    public JsonObject Write()
    {
        var schemas = new JsonObject();
        var written = export.Definition.Models.Values.Where(model => IsJson(model.Name)).Select(model => (model.Name, Schema: Schema(model))).Where(each => each.Schema is not null).ToList();
        foreach (var (_, schema) in written) Follow(schema);
        foreach (var (name, schema) in written)
        {
            if (!_used.Contains(name) && IsUntouched(export.Definition.Models[name])) continue;
            // A description that only documentation has would come back as that of the schema itself.
            if (!export.Has(ExportExtensions.Documentation)) export.Describe(schema!, new(DocumentationPartType.MODEL, Name: name), "title", "description", "externalDocs");
            schemas[name] = schema;
        }

        return schemas;
    }

    private bool IsJson(string name) => export.Definition.Models.TryGetValue(name, out var model) && model.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);

    private static bool IsUntouched(SchemaModel model) =>
        model.Name is "Empty" && model == SchemaModel.DefaultEmpty(model.Id) || model.Name is "Error" && model == SchemaModel.DefaultError(model.Id);

    private JsonObject? Schema(SchemaModel model)
    {
        try
        {
            if (JsonNode.Parse(model.Schema) is not JsonObject schema) return null;
            // Of draft 4, and no keyword of OpenAPI.
            schema.Remove("$schema");
            Rewrite(schema, $"{export.ModelPrefix}{model.Name}");
            return schema;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Models are named by their URLs; in the document they stand beside one another.
    private void Rewrite(JsonNode node, string own)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) if (item is not null) Rewrite(item, own);
        }
        else if (node is JsonObject members)
        {
            if (members["$ref"] is JsonValue value && value.TryGetValue<string>(out var reference)) members["$ref"] = Target(reference, own);
            foreach (var (_, member) in members) if (member is not null) Rewrite(member, own);
        }
    }

    private string Target(string reference, string own)
    {
        if (reference.StartsWith('#')) return own + reference[1..];
        var prefix = SchemaModel.ReferenceTo(export.Definition.Api.Id, "");
        return reference.StartsWith(prefix, StringComparison.Ordinal) ? export.ModelPrefix + reference[prefix.Length..].Replace("#", "", StringComparison.Ordinal) : reference;
    }

    private void Follow(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Follow(item);
        }
        else if (node is JsonObject members)
        {
            if (members["$ref"] is JsonValue value && value.TryGetValue<string>(out var reference) && reference.StartsWith(export.ModelPrefix, StringComparison.Ordinal))
            {
                _used.Add(reference[export.ModelPrefix.Length..].Split('/')[0]);
            }

            foreach (var (_, member) in members) Follow(member);
        }
    }
}
