using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>The resources that an import makes, the intermediate ones included, under AWS's rules about path parts.</summary>
internal sealed partial class ResourceTree
{
    private readonly OpenApiImport _import;
    private readonly Dictionary<string, Resource> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceNode> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variableBelow = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _basePath;

    public ResourceTree(OpenApiImport import, string rootId)
    {
        _import = import;
        _byPath.Add("/", new Resource { Id = rootId, Path = "/" });
        _basePath = BasePathReader.Segments(import);
        var root = import.Root;
        // The base path stands on its own too: prepending /base to /test makes /base and /base/test.
        Walk(_basePath, root["basePath"] ?? root["servers"] ?? root);
    }

    public ImmutableDictionary<string, Resource> ToResources() => _byPath.Values.ToImmutableDictionary(resource => resource.Id, StringComparer.Ordinal);

    /// <summary>The resource for a key of <c>paths</c>; null after a finding when it cannot stand.</summary>
    public Resource? Add(SourceNode path)
    {
        if (path.Name is not ['/', ..])
        {
            _import.KeyError(path, $"Unable to create resource at path '{path.Name}': a path begins with '/'");
            return null;
        }

        var segments = path.Name.Trim('/') is { Length: > 0 } inner ? inner.Split('/') : [];
        if (Walk([.. _basePath, .. segments], path) is not { } resource) return null;
        if (!_written.TryAdd(resource.Path, path))
        {
            var first = _written[resource.Path];
            _import.KeyError(path, $"'{path.Name}' is the same resource as '{first.Name}' in line {first.KeyLine}; a trailing slash makes no difference, so write the path once");
            return null;
        }

        return resource;
    }

    public void Put(Resource resource, Method method)
    {
        var present = _byPath[resource.Path];
        _byPath[resource.Path] = present with { Methods = present.Methods.SetItem(method.HttpMethod, method) };
    }

    private Resource? Walk(ImmutableArray<string> segments, SourceNode at)
    {
        var parent = _byPath["/"];
        foreach (var part in segments)
        {
            var path = parent.ParentId is null ? "/" + part : $"{parent.Path}/{part}";
            if (!_byPath.TryGetValue(path, out var resource))
            {
                if (Refusal(parent, part) is { } refusal)
                {
                    _import.KeyError(at, $"Unable to create resource at path '{path}': {refusal}");
                    return null;
                }

                resource = new Resource { Id = _import.Options.Identifiers.Next(6), ParentId = parent.Id, PathPart = part, Path = path };
                _byPath.Add(path, resource);
            }

            parent = resource;
        }

        return parent;
    }

    private string? Refusal(Resource parent, string part)
    {
        if (Resource.IsGreedy(parent.PathPart)) return $"Cannot create a child of a resource with a greedy path variable: {parent.PathPart}";
        if (!IsPathPart(part)) return "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";
        if (Resource.VariableName(part) is null) return null;
        return _variableBelow.TryAdd(parent.Id, part) ? null : $"A sibling ({_variableBelow[parent.Id]}) of this resource already has a variable path part -- only one is allowed";
    }

    private static bool IsPathPart(string part) => part is ['{', .., '}']
        ? MappingExpression.IsParameterName(part is ['{', .., '+', '}'] ? part[1..^2] : part[1..^1])
        : Literal().IsMatch(part);

    [GeneratedRegex(@"\A[a-zA-Z0-9._,:-]+\z")]
    private static partial Regex Literal();
}
