using System.Text.Json.Nodes;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Writing;

/// <summary>One export: the API, what is asked for, and what is said about each thing.</summary>
internal sealed class OpenApiExport(RestApiDefinition definition, OpenApiWriteOptions options)
{
    private readonly DocumentationIndex _documentation = new(options.Documentation?.Parts ?? []);

    public RestApiDefinition Definition => definition;

    public OpenApiWriteOptions Options => options;

    public bool IsVersion2 => options.IsVersion2;

    public string Version => options.Documentation?.Version ?? definition.Api.Version ?? options.DeployedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public bool Has(ExportExtensions extensions) => (options.Extensions & extensions) != 0;

    /// <summary>Sets those members of a thing that its documentation has and that are not there.</summary>
    public void Describe(JsonObject target, DocumentationLocation location, params ReadOnlySpan<string> members)
    {
        var said = _documentation.Find(location);
        foreach (var member in members)
        {
            if (said[member] is { } value && !target.ContainsKey(member)) target[member] = value.DeepClone();
        }
    }

    public JsonObject SaidOf(DocumentationLocation location) => _documentation.Find(location);

    /// <summary>A reference to a model within the document.</summary>
    public JsonObject ReferenceTo(string modelName) => new() { ["$ref"] = ModelPrefix + modelName };

    public string ModelPrefix => IsVersion2 ? "#/definitions/" : "#/components/schemas/";

    /// <summary>A map of texts, or null when there is none; an empty one stays.</summary>
    public static JsonObject? Map(IEnumerable<KeyValuePair<string, string>>? map) =>
        map is null ? null : new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>Templates by media type; one that passes the body through is a null.</summary>
    public static JsonObject? Templates(IEnumerable<MediaTypeTemplate>? templates) =>
        templates is null ? null : new JsonObject(templates.Select(template => KeyValuePair.Create(template.MediaType, (JsonNode?)template.Template)));

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
