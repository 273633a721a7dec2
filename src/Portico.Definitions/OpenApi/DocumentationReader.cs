using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>
/// Reads what a document says about its things in words: the parts that it writes out, and the descriptions, summaries and tags
/// of OpenAPI itself. What an operation says and a written part says for it already makes no part of its own, so that an export
/// that shows inherited texts comes back as it was.
/// </summary>
internal sealed class DocumentationReader(OpenApiImport import)
{
    private const int MaxReferenceHops = 32;

    // A document may repeat a long description by reference; what it makes is bounded all the same.
    private const int MaxCharacters = 4 * SourceDocument.MaxBytes;

    private static readonly string[] OfInfo = ["description", "termsOfService", "contact", "license"];
    private static readonly string[] OfApi = ["tags", "externalDocs"];
    private static readonly string[] OfResource = ["summary", "description"];
    private static readonly string[] OfOperation = ["tags", "summary", "description", "externalDocs", "deprecated"];
    private static readonly string[] Description = ["description"];

    private readonly Dictionary<DocumentationLocation, DocumentationPart> _parts = [];
    private readonly List<DocumentationLocation> _order = [];
    private DocumentationIndex _written = new([]);
    private long _characters;
    private bool _isTooLong;

    public ImmutableArray<DocumentationPart> Read()
    {
        var root = import.Root;
        foreach (var (location, properties) in DocumentationExtension.Read(import, root)) Keep(location, properties);
        _written = new(_parts.Values);

        Api(root);
        foreach (var scheme in Members(import.IsVersion2 ? root["securityDefinitions"] : root["components"]?["securitySchemes"]))
        {
            if (scheme.IsMapping && scheme[AuthorizerExtension.Name] is not null) Add(new(DocumentationPartType.AUTHORIZER, Name: scheme.Name), Picked(scheme, Description));
        }

        ImmutableArray<string> basePath = BasePathReader.Segments(import);
        foreach (var path in Members(root["paths"]))
        {
            if (path.Name is ['/', ..] && Follow(path) is { IsMapping: true } item) Path("/" + string.Join('/', [.. basePath, .. path.Name.Split('/', StringSplitOptions.RemoveEmptyEntries)]), item);
        }

        return [.. _order.Select(location => _parts[location])];
    }

    private void Api(SourceNode root)
    {
        var properties = Picked(root, OfApi);
        if (Picked(root["info"], OfInfo) is { Count: > 0 } info) properties.Insert(0, "info", info);
        Add(new(DocumentationPartType.API), properties);
    }

    private void Path(string path, SourceNode item)
    {
        Add(new(DocumentationPartType.RESOURCE, path), Picked(item, OfResource));
        Parameters(item["parameters"], path, null);
        foreach (var operation in item.Children)
        {
            if (!operation.IsMapping || PathsReader.MethodOf(operation.Name) is not { } method) continue;
            Add(new(DocumentationPartType.METHOD, path, method), Picked(operation, OfOperation));
            Parameters(operation["parameters"], path, method);
            if (operation["requestBody"] is { } body && Follow(body) is { IsMapping: true } resolved) Add(new(DocumentationPartType.REQUEST_BODY, path, method), Picked(resolved, Description));
            foreach (var response in Members(operation["responses"]))
            {
                if (StatusCodeRule.Holds(response.Name) && Follow(response) is { IsMapping: true } answer) Response(answer, path, method, response.Name);
            }
        }
    }

    private void Parameters(SourceNode? list, string path, string? method)
    {
        foreach (var written in list is { IsSequence: true } ? list.Children : [])
        {
            if (Follow(written) is not { IsMapping: true } parameter) continue;
            DocumentationPartType? type = parameter["in"]?.Text switch
            {
                "path" => DocumentationPartType.PATH_PARAMETER,
                "query" => DocumentationPartType.QUERY_PARAMETER,
                "header" => DocumentationPartType.REQUEST_HEADER,
                "body" => DocumentationPartType.REQUEST_BODY,
                _ => null,
            };
            if (type is not { } known) continue;
            var name = known == DocumentationPartType.REQUEST_BODY ? null : parameter["name"]?.Text;
            if (name is null or { Length: > 0 }) Add(new(known, path, method, Name: name), Picked(parameter, Description));
        }
    }

    private void Response(SourceNode response, string path, string method, string status)
    {
        var said = Picked(response, Description);
        // What an export writes where nothing is said.
        if (said["description"]?.ToString() == ResponseText.Of(status)) said.Remove("description");
        Add(new(DocumentationPartType.RESPONSE, path, method, status), said);
        foreach (var header in Members(response["headers"]))
        {
            if (Follow(header) is { IsMapping: true } resolved) Add(new(DocumentationPartType.RESPONSE_HEADER, path, method, status, header.Name), Picked(resolved, Description));
        }
    }

    private void Add(DocumentationLocation location, JsonObject properties)
    {
        if (properties.Count == 0 || DocumentationRules.LocationRefusal(location) is not null) return;
        var written = _written.Find(location);
        foreach (var (name, value) in written)
        {
            // Where a part is written for just this place, it is what counts.
            if (properties.ContainsKey(name) && (JsonNode.DeepEquals(properties[name], value) || _parts.ContainsKey(location.Completed()))) properties.Remove(name);
        }

        if (properties.Count > 0) Keep(location, properties.ToJsonString(DocumentationJson.Compact));
    }

    private void Keep(DocumentationLocation location, string properties)
    {
        _characters += properties.Length;
        if (_characters > MaxCharacters)
        {
            if (!_isTooLong) import.Error(import.Root, $"the references of this document repeat more than {MaxCharacters:N0} characters of documentation; repeat less");
            _isTooLong = true;
            return;
        }

        var place = location.Completed();
        if (_parts.TryGetValue(place, out var present))
        {
            _parts[place] = present with { Properties = DocumentationIndex.Merge(present.Properties, properties) };
            return;
        }

        _order.Add(place);
        _parts.Add(place, new() { Id = import.Options.Identifiers.Next(6), Location = location, Properties = properties });
    }

    private static JsonObject Picked(SourceNode? node, string[] members)
    {
        var result = new JsonObject();
        foreach (var name in members)
        {
            if (node?[name] is { IsNull: false } value && Node(value) is { } json && json is not JsonArray { Count: 0 }) result[name] = json;
        }

        return result;
    }

    private static JsonNode? Node(SourceNode node) => node.Kind switch
    {
        SourceKind.Mapping => new JsonObject(node.Children.DistinctBy(child => child.Name, StringComparer.Ordinal).Select(child => KeyValuePair.Create(child.Name, Node(child)))),
        SourceKind.Sequence => new JsonArray([.. node.Children.Select(Node)]),
        SourceKind.String => JsonValue.Create(node.Text),
        _ => PlainScalar.ToJson(node.Kind, node.Text) is { } text ? JsonNode.Parse(text) : JsonValue.Create(node.Text),
    };

    private static IReadOnlyList<SourceNode> Members(SourceNode? node) => node is { IsMapping: true } ? node.Children : [];

    // What a reference that leads nowhere is worth is said by the readers of the things themselves.
    private SourceNode? Follow(SourceNode node)
    {
        var at = node;
        for (var hops = 0; at["$ref"] is { } reference; hops++)
        {
            if (hops == MaxReferenceHops || import.Target(reference) is not { } target) return null;
            at = target;
        }

        return at;
    }
}
