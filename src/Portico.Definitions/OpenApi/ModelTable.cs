using System.Collections.Immutable;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>The models of an import: those that the document names, and those made of schemas that stand where a body is described.</summary>
internal sealed class ModelTable
{
    private const string ContentType = "application/json";

    private readonly OpenApiImport _import;
    private readonly string _prefix;
    private readonly Dictionary<string, string> _nameOfSchema = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<SourceNode, string> _made = [];

    public ModelTable(OpenApiImport import)
    {
        _import = import;
        _prefix = import.IsVersion2 ? "#/definitions/" : "#/components/schemas/";
        var root = import.Root;
        var schemas = import.Mapping(import.IsVersion2 ? root["definitions"] : import.Mapping(root["components"])?["schemas"])?.Children ?? [];
        var written = new Dictionary<string, SourceNode>(StringComparer.Ordinal);
        foreach (var schema in schemas)
        {
            // AWS takes the letters and digits of a name and drops the rest.
            var name = new string([.. schema.Name.Where(char.IsAsciiLetterOrDigit)]);
            var element = ElementAddress.Model(name);
            if (name.Length == 0)
            {
                import.KeyError(schema, $"Model name must be non-empty: '{schema.Name}' has neither letters nor digits", element);
            }
            else if (!written.TryAdd(name, schema))
            {
                import.KeyError(schema, $"Model name already exists for this REST API: '{schema.Name}' and '{written[name].Name}' both become '{name}'", element);
            }
            else
            {
                _nameOfSchema.Add(schema.Name, name);
                import.Place(element, schema);
            }
        }

        // A copy: a reference to an undeclared Empty adds a name on the way.
        foreach (var (schemaName, name) in _nameOfSchema.ToArray())
        {
            var schema = written[name];
            var element = ElementAddress.Model(name);
            if (schema is { Kind: SourceKind.Null } or { IsMapping: true, Children.Count: 0 })
            {
                import.KeyError(schema, $"Model schema must have at least 1 property or array items defined: '{schemaName}' is empty", element);
            }
            else if (name is "Empty" && IsEmptyModel(schema))
            {
                _models[name] = SchemaModel.DefaultEmpty(import.Options.Identifiers.Next(6));
            }
            else if (import.Mapping(schema, element) is not null)
            {
                Add(name, schema, element);
            }
        }
    }

    /// <summary>The name of the model for a body's schema: the one it refers to, or a new one. Null when any body will do, or after a finding.</summary>
    public string? NameFor(SourceNode schema, ElementAddress element)
    {
        // A schema of OpenAPI 3.1 may be true or false.
        if (schema.Kind is SourceKind.Boolean or SourceKind.Null || _import.Mapping(schema, element) is null) return null;
        if (schema["$ref"] is { } reference)
        {
            if (ModelReferred(reference) is { } name) return name;
            if (_import.Resolve(schema, element) is not { IsMapping: true } target) return null;
            schema = target;
        }

        if (schema.Children.Count == 0) return null;
        if (schema["type"] is { IsScalar: true, Text: "file" })
        {
            _import.Warning(schema["type"]!, "API Gateway has no model for a file; the body is not described", element);
            return null;
        }

        // A schema that several bodies share through a $ref is one model.
        if (_made.TryGetValue(schema, out var present)) return present;
        var made = $"MODEL{_import.Options.Identifiers.Next(6)}";
        _made.Add(schema, made);
        _import.Place(ElementAddress.Model(made), schema);
        Add(made, schema, ElementAddress.Model(made));
        return made;
    }

    /// <summary>The URL that stands for <paramref name="reference"/> in a model, or null when it names no model.</summary>
    public string? UrlFor(SourceNode reference)
    {
        if (ModelReferred(reference) is { } name) return SchemaModel.ReferenceTo(_import.Options.ApiId, name);
        // A part of a model is a pointer into the model's own text.
        if (!reference.Text.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        var tail = reference.Text[_prefix.Length..];
        var cut = tail.IndexOf('/', StringComparison.Ordinal);
        return cut > 0 && _import.Target(reference) is not null && _nameOfSchema.TryGetValue(Unescape(tail[..cut]), out var owner)
            ? $"{SchemaModel.ReferenceTo(_import.Options.ApiId, owner)}#{tail[cut..]}"
            : null;
    }

    public ImmutableSortedDictionary<string, SchemaModel> ToModels() => _models.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private string? ModelReferred(SourceNode reference)
    {
        var text = reference.Text;
        if (!text.StartsWith(_prefix, StringComparison.Ordinal))
        {
            // What another export of AWS wrote: the URL of a model of this document.
            var url = SchemaModel.ReferenceTo(_import.Options.ApiId, "");
            return text.StartsWith(url, StringComparison.Ordinal) && _nameOfSchema.ContainsValue(text[url.Length..]) ? text[url.Length..] : null;
        }

        var name = Unescape(text[_prefix.Length..]);
        if (_nameOfSchema.TryGetValue(name, out var model)) return model;
        // Recorded: an import has the model Empty as soon as the document uses it.
        if (name is not "Empty") return null;
        _models.TryAdd(name, SchemaModel.DefaultEmpty(_import.Options.Identifiers.Next(6)));
        _nameOfSchema.Add(name, name);
        return name;
    }

    // As an export writes the model that every API has.
    private static bool IsEmptyModel(SourceNode schema) =>
        schema is { IsMapping: true, Children.Count: 2 } && schema["type"]?.Text is "object" && schema["title"]?.Text is "Empty Schema";

    private void Add(string name, SourceNode schema, ElementAddress element) => _models[name] = new SchemaModel
    {
        Id = _import.Options.Identifiers.Next(6),
        Name = name,
        ContentType = ContentType,
        Schema = new SchemaWriter(_import, this, element).Write(schema),
    };

    private static string Unescape(string token) =>
        Uri.UnescapeDataString(token).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
