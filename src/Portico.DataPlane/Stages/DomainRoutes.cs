using System.Collections.Frozen;
using System.Collections.Immutable;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Stages;

/// <summary>
/// The base path mappings of one domain name, resolved down to their stages: the longest that fits is the one that counts,
/// whether it leads anywhere or not. Nothing is allocated for a request.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html"/>
public sealed class DomainRoutes
{
    private readonly ImmutableArray<Route> _longestFirst;

    internal DomainRoutes(IEnumerable<Route> routes) => _longestFirst = [.. routes.OrderByDescending(route => route.BasePath.Length)];

    /// <summary>The stage that a request is for, with its resource path set; null when there is none.</summary>
    public CompiledStage? Find(ClientRequest request)
    {
        var path = request.RawPath.AsSpan();
        var start = 0;
        while (start < path.Length && path[start] == '/') start++;
        foreach (var route in _longestFirst)
        {
            var end = route.BasePath.Length == 0 ? 0 : start + route.BasePath.Length;
            if (end > 0 && (!path[start..].StartsWith(route.BasePath, StringComparison.Ordinal) || (end < path.Length && path[end] != '/'))) continue;
            request.BasePath = route.BasePath;
            return route.Stages is { } stages ? ByCaller(stages, request, end) : At(request, end, route.Stage);
        }

        return null;
    }

    private static CompiledStage? At(ClientRequest request, int start, CompiledStage? stage)
    {
        request.ResourcePathStart = start;
        return stage;
    }

    private static CompiledStage? ByCaller(FrozenDictionary<string, CompiledStage> stages, ClientRequest request, int start)
    {
        var path = request.RawPath.AsSpan();
        while (start < path.Length && path[start] == '/') start++;
        var length = path[start..].IndexOf('/');
        var end = length < 0 ? path.Length : start + length;
        return At(request, end, stages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path[start..end], out var stage) ? stage : null);
    }

    /// <param name="Stage">The mapping's stage, or null when it is not served.</param>
    /// <param name="Stages">The API's stages where callers name one; null where the mapping does.</param>
    internal sealed record Route(string BasePath, CompiledStage? Stage, FrozenDictionary<string, CompiledStage>? Stages);
}
