using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Portico.DataPlane.Stages;

/// <summary>
/// Every stage that this process serves, and the domain names that lead to them. The one place where what runs is exchanged;
/// readers never wait.
/// </summary>
public sealed class StageTable
{
    // Value: the stages of one API, replaced whole.
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, CompiledStage>> _apis = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, CompiledStage>>.AlternateLookup<ReadOnlySpan<char>> _apisBySpan;
    private readonly Lock _writing = new();
    private ImmutableArray<ServedDomain> _domains = [];

    // Names resolved down to their stages, so that a request takes one look; made anew by every change.
    private volatile DomainTable _resolved = DomainTable.Empty;

    public StageTable() => _apisBySpan = _apis.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The stage of an API, or null.</summary>
    public CompiledStage? Find(ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName) =>
        _apisBySpan.TryGetValue(apiId, out var stages) && stages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stageName, out var stage) ? stage : null;

    /// <summary>Where a custom domain name leads, or null when the host is no such name. A name of its own goes before a wildcard.</summary>
    /// <param name="host">Lower or upper case, without port.</param>
    public DomainRoutes? FindDomain(ReadOnlySpan<char> host) => _resolved.Find(host);

    /// <summary>Makes <paramref name="stages"/> all that the API serves. Requests in flight keep what they have.</summary>
    public void Replace(string apiId, IReadOnlyCollection<CompiledStage> stages)
    {
        lock (_writing)
        {
            if (stages.Count == 0) _apis.TryRemove(apiId, out _);
            else _apis[apiId] = stages.ToFrozenDictionary(stage => stage.Context.StageName, StringComparer.Ordinal);
            if (_domains.Any(domain => domain.Mappings.Any(mapping => mapping.ApiId == apiId) || domain.Rules.Any(rule => rule.ApiId == apiId))) ResolveDomains();
        }
    }

    /// <summary>Makes <paramref name="domains"/> all domain names that lead anywhere.</summary>
    public void MapDomains(IEnumerable<ServedDomain> domains)
    {
        lock (_writing)
        {
            _domains = [.. domains];
            ResolveDomains();
        }
    }

    private void ResolveDomains() => _resolved = new DomainTable(_domains.Select(domain => KeyValuePair.Create(domain.Name, new DomainRoutes(domain.Rules.Select(rule => new DomainRoutes.Rule(rule, Find(rule.ApiId, rule.StageName))), domain.Mappings.Select(Resolve), domain.Terms))));

    private DomainRoutes.Route Resolve(DomainMapping mapping) => mapping.StageName is { } stage
        ? new(mapping.BasePath, Find(mapping.ApiId, stage), null)
        : new(mapping.BasePath, null, _apis.GetValueOrDefault(mapping.ApiId, FrozenDictionary<string, CompiledStage>.Empty));

    private sealed class DomainTable
    {
        private readonly FrozenDictionary<string, DomainRoutes> _exact;

        // By what follows the asterisk and its dot.
        private readonly FrozenDictionary<string, DomainRoutes> _wildcards;

        internal DomainTable(IEnumerable<KeyValuePair<string, DomainRoutes>> domains)
        {
            var all = domains.ToLookup(pair => pair.Key.StartsWith("*.", StringComparison.Ordinal));
            _exact = all[false].ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
            _wildcards = all[true].ToFrozenDictionary(pair => pair.Key[2..], pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        }

        internal static DomainTable Empty { get; } = new([]);

        internal DomainRoutes? Find(ReadOnlySpan<char> host)
        {
            if (_exact.Count > 0 && _exact.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out var found)) return found;
            if (_wildcards.Count == 0) return null;
            var dot = host.IndexOf('.');
            return dot > 0 && _wildcards.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host[(dot + 1)..], out var wildcard) ? wildcard : null;
        }
    }
}
