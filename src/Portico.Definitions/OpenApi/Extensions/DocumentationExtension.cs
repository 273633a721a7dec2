using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>Documentation parts, written out.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-documentation.html"/>
internal static class DocumentationExtension
{
    public const string Name = "x-amazon-apigateway-documentation";

    private const string Parts = "documentationParts";

    private static readonly JsonWriterOptions Compact = new() { Encoder = DocumentationJson.Compact.Encoder };

    /// <summary>The locations with their properties, in the order of the text. The version that a document bears is that of the export it came from, and makes none.</summary>
    public static IEnumerable<(DocumentationLocation Location, string Properties)> Read(OpenApiImport import, SourceNode root)
    {
        foreach (var written in import.Items(import.Mapping(root[Name])?[Parts]))
        {
            if (import.Mapping(written) is null || Location(import, written) is not { } location) continue;
            var properties = Properties(import, written["properties"]);
            if ((DocumentationRules.LocationRefusal(location) ?? DocumentationRules.PropertiesRefusal(properties)) is { } refusal)
            {
                import.Error(written, refusal, ElementAddress.Api);
                continue;
            }

            yield return (location, properties!);
        }
    }

    private static DocumentationLocation? Location(OpenApiImport import, SourceNode written)
    {
        var location = import.Mapping(written["location"]);
        if (location?["type"] is not { IsNull: false } typeNode)
        {
            import.Error(location ?? written, $"a documentation part has a location with a type; use one of {string.Join(", ", Enum.GetNames<DocumentationPartType>())}");
            return null;
        }

        return import.Word(typeNode, "a type of a documentation part", [.. Enum.GetNames<DocumentationPartType>()]) is { } type
            ? new(Enum.Parse<DocumentationPartType>(type), Member("path"), Member("method"), Member("statusCode"), Member("name"))
            : null;

        string? Member(string name) => import.Text(location[name]) is { Length: > 0 } text ? text : null;
    }

    // An object, or the text of one.
    private static string? Properties(OpenApiImport import, SourceNode? node)
    {
        if (node is not { IsMapping: true }) return import.Text(node);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact)) SourceJson.Write(writer, node);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The published parts; null when the stage publishes none.</summary>
    public static JsonObject? Write(OpenApiExport export)
    {
        if (export.Options.Documentation is not { } version) return null;
        return new()
        {
            ["version"] = version.Version,
            ["createdDate"] = version.CreatedDate.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            [Parts] = new JsonArray([.. version.Parts.Select(part => (JsonNode?)new JsonObject { ["location"] = Location(part.Location), ["properties"] = JsonNode.Parse(part.Properties) })]),
        };
    }

    private static JsonObject Location(DocumentationLocation location)
    {
        var written = new JsonObject { ["type"] = location.Type.ToString() };
        if (location.Path is not null) written["path"] = location.Path;
        if (location.Method is not null) written["method"] = location.Method;
        if (location.StatusCode is not null) written["statusCode"] = location.StatusCode;
        if (location.Name is not null) written["name"] = location.Name;
        return written;
    }
}
