using System.Collections.Immutable;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;

namespace Portico.Definitions.OpenApi;

/// <summary>Where a definition says that its paths begin, and what the import makes of it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html"/>
internal static class BasePathReader
{
    /// <summary>The path parts that stand before each path; none when the base path is ignored.</summary>
    public static ImmutableArray<string> Segments(OpenApiImport import)
    {
        if (import.Options.BasePath is BasePathMode.Ignore) return [];
        var path = import.IsVersion2 ? import.Text(import.Root["basePath"]) : OfServers(import);
        var segments = (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return [.. import.Options.BasePath is BasePathMode.Split ? segments.Skip(1) : segments];
    }

    // Recorded: the variable named basePath counts even when the server's URL does not refer to it, otherwise the URL's own path does.
    private static string? OfServers(OpenApiImport import)
    {
        if (import.Items(import.Root["servers"]) is not [{ IsMapping: true } server, ..]) return null;
        var variables = import.Mapping(server["variables"]);
        if (import.Text(variables?["basePath"]?["default"]) is { } named) return named;
        if (import.Text(server["url"]) is not { } url) return null;
        foreach (var variable in variables?.Children ?? [])
        {
            url = url.Replace($"{{{variable.Name}}}", variable["default"] is { IsScalar: true } value ? value.Text : "", StringComparison.Ordinal);
        }

        var authority = url.IndexOf("//", StringComparison.Ordinal);
        if (authority >= 0)
        {
            var start = url.IndexOf('/', authority + 2);
            url = start < 0 ? "" : url[start..];
        }

        var end = url.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? url : url[..end];
    }
}
