using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portico.Model.Rest;

/// <summary>
/// Finds what all parts together say of one thing. A part of a path holds for the paths below, one of any method or status for
/// each of them; where two say something about the same property, the more particular one counts: the longer path before all,
/// then the method, then the status.
/// </summary>
public sealed class DocumentationIndex
{
    private readonly Dictionary<DocumentationLocation, JsonObject> _parts = [];

    public DocumentationIndex(IEnumerable<DocumentationPart> parts)
    {
        foreach (var part in parts)
        {
            if (Parse(part.Properties) is { } properties) _parts[part.Location.Completed()] = properties;
        }
    }

    public bool IsEmpty => _parts.Count == 0;

    /// <summary>The properties that hold for a thing, empty when nothing is said. The caller's own copy.</summary>
    public JsonObject Find(DocumentationLocation location)
    {
        var result = new JsonObject();
        if (_parts.Count == 0) return result;
        var wanted = location.Completed();
        if (!DocumentationRules.IsInherited(wanted.Type))
        {
            Add(wanted);
            return result;
        }

        foreach (var path in Prefixes(wanted.Path!))
        {
            foreach (var method in WithAny(wanted.Method))
            {
                foreach (var status in WithAny(wanted.StatusCode)) Add(wanted with { Path = path, Method = method, StatusCode = status });
            }
        }

        return result;

        void Add(DocumentationLocation at)
        {
            if (!_parts.TryGetValue(at, out var properties)) return;
            foreach (var (name, value) in properties) result[name] = value?.DeepClone();
        }
    }

    /// <summary>The text of one property set over that of another: what both name is that of <paramref name="over"/>.</summary>
    public static string Merge(string under, string over)
    {
        var (result, added) = (Parse(under) ?? [], Parse(over) ?? []);
        foreach (var (name, value) in added) result[name] = value?.DeepClone();
        return result.ToJsonString(DocumentationJson.Compact);
    }

    private static JsonObject? Parse(string properties)
    {
        try
        {
            return JsonNode.Parse(properties) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // "/", "/a", "/a/b" for /a/b: from the least particular on.
    private static IEnumerable<string> Prefixes(string path)
    {
        yield return "/";
        for (var end = path.IndexOf('/', 1); end > 0; end = path.IndexOf('/', end + 1)) yield return path[..end];
        if (path.Length > 1) yield return path;
    }

    private static string?[] WithAny(string? value) => value is null or "*" ? [value] : ["*", value];
}
