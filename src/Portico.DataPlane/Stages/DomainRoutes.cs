using System.Collections.Frozen;
using System.Collections.Immutable;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Stages;

/// <summary>
/// Where one domain name leads, resolved down to the stages: its routing rules by their priority, then its base path mappings, of which
/// the longest that fits is the one that counts, whether it leads anywhere or not. Nothing is allocated for a request.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html"/>
public sealed class DomainRoutes
{
    private readonly ImmutableArray<Rule> _rules;
    private readonly ImmutableArray<Route> _longestFirst;

    internal DomainRoutes(IEnumerable<Rule> rules, IEnumerable<Route> routes, ConnectionTerms? terms)
    {
        _rules = [.. rules];
        _longestFirst = [.. routes.OrderByDescending(route => route.BasePath.Length)];
        Terms = terms;
    }

    /// <summary>What connections must be like; null when nothing is asked of them.</summary>
    internal ConnectionTerms? Terms { get; }

    /// <summary>The stage that a request is for, with its resource path set; null when there is none.</summary>
    public CompiledStage? Find(ClientRequest request)
    {
        var path = request.RawPath.AsSpan();
        var start = 0;
        while (start < path.Length && path[start] == '/') start++;
        foreach (var (rule, stage) in _rules)
        {
            var end = rule.BasePath is { } basePath ? EndOf(path, start, basePath) : 0;
            if (end < 0 || !HasAll(rule, request)) continue;
            request.RoutingRuleId = rule.Id;
            request.MatchedBasePath = rule.BasePath;
            if (rule.StripsBasePath) request.BasePath = rule.BasePath;
            return At(request, rule.StripsBasePath ? end : 0, stage);
        }

        foreach (var route in _longestFirst)
        {
            var end = route.BasePath.Length == 0 ? 0 : EndOf(path, start, route.BasePath);
            if (end < 0) continue;
            request.BasePath = request.MatchedBasePath = route.BasePath;
            return route.Stages is { } stages ? ByCaller(stages, request, end) : At(request, end, route.Stage);
        }

        return null;
    }

    // Where the path goes on behind a base path that it begins with, by segments; negative when it does not.
    private static int EndOf(ReadOnlySpan<char> path, int start, string basePath)
    {
        var end = start + basePath.Length;
        return path[start..].StartsWith(basePath, StringComparison.Ordinal) && (end == path.Length || path[end] == '/') ? end : -1;
    }

    private static bool HasAll(DomainRule rule, ClientRequest request)
    {
        foreach (var header in rule.Headers)
        {
            if (!header.Matches(request.Headers)) return false;
        }

        return true;
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

    /// <param name="Stage">The rule's stage, or null when it is not served.</param>
    internal readonly record struct Rule(DomainRule Terms, CompiledStage? Stage);
}
