using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portico.Model.Rest;

/// <summary>
/// The mapping template that AWS writes for a model as something to begin with: it makes a body of the model's form out of a body
/// of the same form, property by property.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_GetModelTemplate.html"/>
public sealed partial class ModelTemplate
{
    /// <value>Characters: the largest mapping template that API Gateway takes.</value>
    private const int MaxLength = 300 * 1024;

    private readonly JsonObject _schema;
    private readonly StringBuilder _text = new("#set($inputRoot = $input.path('$'))\n");
    private readonly Stack<string> _followed = new();
    private int _lists;

    private ModelTemplate(JsonObject schema) => _schema = schema;

    /// <summary>The template, or null when the model's schema is no JSON object.</summary>
    public static string? Of(RestApiDefinition definition, SchemaModel model)
    {
        if (FlatSchema.Of(definition, model) is not { } schema) return null;
        var template = new ModelTemplate(schema);
        template.Value(schema, "$inputRoot", "");
        return template._text.ToString();
    }

    private void Value(JsonNode? node, string at, string indent)
    {
        if (node is not JsonObject schema)
        {
            _text.Append('"').Append(at).Append('"');
            return;
        }

        if (Text(schema["$ref"]) is { } reference)
        {
            Referred(reference, at, indent);
            return;
        }

        switch (TypeOf(schema))
        {
            case "object":
                Object(schema, at, indent);
                break;
            case "array":
                List(schema, at, indent);
                break;
            case "integer" or "number" or "boolean" or "null":
                _text.Append(at);
                break;
            default:
                _text.Append('"').Append(at).Append('"');
                break;
        }
    }

    private void Referred(string reference, string at, string indent)
    {
        // A model may hold itself, and models that name one another grow without end; the template ends where it would begin again, or be larger than AWS takes.
        if (_followed.Contains(reference) || _text.Length > MaxLength || Find(reference) is not { } target)
        {
            _text.Append("{ }");
            return;
        }

        _followed.Push(reference);
        Value(target, at, indent);
        _followed.Pop();
    }

    private void Object(JsonObject schema, string at, string indent)
    {
        var properties = Properties(schema);
        if (properties.Count == 0)
        {
            _text.Append("{ }");
            return;
        }

        _text.Append("{\n");
        var last = properties.Count;
        foreach (var (name, property) in properties)
        {
            _text.Append(indent).Append("  ").Append(JsonValue.Create(name).ToJsonString()).Append(" : ");
            Value(property, Identifier().IsMatch(name) ? $"{at}.{name}" : $"{at}['{name.Replace("'", "", StringComparison.Ordinal)}']", indent + "  ");
            _text.Append(--last > 0 ? ",\n" : "\n");
        }

        _text.Append(indent).Append('}');
    }

    private void List(JsonObject schema, string at, string indent)
    {
        var element = _lists++ == 0 ? "elem" : $"elem{_lists}";
        _text.Append("[\n").Append("##TODO: Update this foreach loop to reference array from input json\n").Append("#foreach($").Append(element).Append(" in ").Append(at).Append(")\n").Append(indent).Append("  ");
        Value(schema["items"] is JsonArray { Count: > 0 } items ? items[0] : schema["items"] ?? new JsonObject(), "$" + element, indent + "  ");
        _text.Append("#if($foreach.hasNext),#end\n\n#end\n").Append(indent).Append(']');
    }

    // The properties of a schema and of all that it is made of.
    private Dictionary<string, JsonNode?> Properties(JsonObject schema, int depth = 0)
    {
        var result = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (depth > 16) return result;
        foreach (var part in schema["allOf"] as JsonArray ?? [])
        {
            if ((Text(part?["$ref"]) is { } reference ? Find(reference) : part) is not JsonObject whole) continue;
            foreach (var (name, property) in Properties(whole, depth + 1)) result[name] = property;
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? []) result[name] = property;
        return result;
    }

    private static string TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray { Count: > 0 } several => Text(several.FirstOrDefault(each => Text(each) != "null")) ?? "null",
        JsonValue one => Text(one) ?? "string",
        _ => schema["items"] is not null ? "array" : schema["enum"] is not null ? "string" : "object",
    };

    private JsonNode? Find(string reference)
    {
        if (!reference.StartsWith('#')) return null;
        JsonNode? at = _schema;
        foreach (var part in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = (at as JsonObject)?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        }

        return at;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();
}
