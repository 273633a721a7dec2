using System.Text.Json.Nodes;

namespace Portico.Model.Rest;

/// <summary>The schema of a model in one piece: what it takes from other models of the API stands in its own <c>definitions</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_GetModel.html"/>
public static class FlatSchema
{
    private const string Definitions = "#/definitions/";

    /// <summary>The schema, or null when it is no JSON object. References to models that are not there stay as they are.</summary>
    public static JsonObject? Of(RestApiDefinition definition, SchemaModel model)
    {
        if (Parse(model) is not { } root) return null;
        var prefix = SchemaModel.ReferenceTo(definition.Api.Id, "");
        var local = root["definitions"] as JsonObject;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<SchemaModel>();
        var added = new JsonObject();

        Rewrite(root, "#");
        while (open.TryDequeue(out var next))
        {
            var schema = Parse(next) ?? [];
            Rewrite(schema, Definitions + names[next.Name]);
            added[names[next.Name]] = schema;
        }

        if (added.Count == 0) return root;
        if (local is null) root["definitions"] = local = [];
        foreach (var (name, schema) in added.ToList())
        {
            added.Remove(name);
            local[name] = schema;
        }

        return root;

        // What pointed to the top of its own text points to where that text stands now.
        void Rewrite(JsonNode node, string top)
        {
            switch (node)
            {
                case JsonObject each:
                    if (each["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var target)) each["$ref"] = Target(target, top);
                    foreach (var (_, child) in each) if (child is not null) Rewrite(child, top);
                    break;
                case JsonArray items:
                    foreach (var item in items) if (item is not null) Rewrite(item, top);
                    break;
            }
        }

        string Target(string target, string top)
        {
            if (target.StartsWith('#')) return top + target[1..];
            if (!target.StartsWith(prefix, StringComparison.Ordinal)) return target;
            var (name, pointer) = target[prefix.Length..].Split('#', 2) is [var head, var tail] ? (head, tail) : (target[prefix.Length..], "");
            if (name == model.Name) return "#" + pointer;
            if (!definition.Models.TryGetValue(name, out var other)) return target;
            if (!names.TryGetValue(name, out var place))
            {
                for (place = name; local?.ContainsKey(place) == true; place += "Model") ;
                names.Add(name, place);
                open.Enqueue(other);
            }

            return Definitions + place + pointer;
        }
    }

    private static JsonObject? Parse(SchemaModel model)
    {
        try
        {
            return JsonNode.Parse(model.Schema) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
