using System.Collections.Frozen;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Reads <c>paths</c>: each key a resource, each operation a method.</summary>
internal sealed class PathsReader(OpenApiImport import, ResourceTree tree, ModelTable models, IReadOnlyDictionary<string, RequestValidator> validators, SecurityReader security)
{
    // A key of a path item to the method that it makes. AWS has no TRACE.
    private static readonly FrozenDictionary<string, string> Operations = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["get"] = "GET",
        ["put"] = "PUT",
        ["post"] = "POST",
        ["delete"] = "DELETE",
        ["options"] = "OPTIONS",
        ["head"] = "HEAD",
        ["patch"] = "PATCH",
        [AnyMethodExtension.Name] = "ANY",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Silent = FrozenSet.Create(StringComparer.Ordinal, "$ref", "summary", "description", "parameters");

    /// <summary>The key of a path item for an HTTP method of AWS's.</summary>
    public static string KeyOf(string httpMethod) => httpMethod is "ANY" ? AnyMethodExtension.Name : httpMethod.ToLowerInvariant();

    /// <summary>The HTTP method for a key of a path item, or null when the key is no operation.</summary>
    public static string? MethodOf(string key) => Operations.GetValueOrDefault(key);

    public void Read(SourceNode? paths)
    {
        if (paths is null) return;
        var operations = new OperationReader(import, models, validators, security);
        foreach (var path in import.Mapping(paths)?.Children ?? [])
        {
            if (path.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) continue;
            var resource = tree.Add(path);
            if (import.Mapping(path) is not { } written || import.Resolve(written) is not { } item) continue;
            if (import.Mapping(item) is null) continue;
            // A path that cannot stand is still read, so that all that is wrong with it is said at once.
            Item(item, resource ?? new Resource { Id = "", Path = path.Name }, stands: resource is not null, operations);
        }
    }

    private void Item(SourceNode item, Resource resource, bool stands, OperationReader operations)
    {
        ExtensionTable.Sweep(import, item, ExtensionPlaces.PathItem);
        foreach (var member in item.Children)
        {
            if (Operations.TryGetValue(member.Name, out var httpMethod))
            {
                if (import.Mapping(member) is null || operations.Read(member, item["parameters"], resource, httpMethod) is not { } method || !stands) continue;
                tree.Put(resource, method);
            }
            else if (member.Name is "trace" or "servers")
            {
                import.KeyWarning(member, $"API Gateway ignores '{member.Name}' of a path");
            }
            else if (!Silent.Contains(member.Name) && !member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
            {
                import.KeyWarning(member, $"'{member.Name}' is not an operation of a path, and API Gateway ignores it; use one of {string.Join(", ", Operations.Keys.Order(StringComparer.Ordinal))}");
            }
        }
    }
}
