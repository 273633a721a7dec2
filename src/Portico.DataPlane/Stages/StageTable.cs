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
    private ImmutableDictionary<string, DomainMapping> _domains = ImmutableDictionary.Create<string, DomainMapping>(StringComparer.OrdinalIgnoreCase);

    // Names resolved down to their stages, so that a request takes one look; made anew by every change.
    private volatile FrozenDictionary<string, CompiledStage> _stagesByDomain = FrozenDictionary<string, CompiledStage>.Empty;

    public StageTable() => _apisBySpan = _apis.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The stage of an API, or null.</summary>
    public CompiledStage? Find(ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName) =>
        _apisBySpan.TryGetValue(apiId, out var stages) && stages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stageName, out var stage) ? stage : null;

    /// <summary>The stage that a custom domain name leads to, or null when the host is no such name.</summary>
    /// <param name="host">Lower or upper case, without port.</param>
    public CompiledStage? FindDomain(ReadOnlySpan<char> host)
    {
        var domains = _stagesByDomain;
        return domains.Count > 0 && domains.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out var stage) ? stage : null;
    }

    /// <summary>Makes <paramref name="stages"/> all that the API serves. Requests in flight keep what they have.</summary>
    public void Replace(string apiId, IReadOnlyCollection<CompiledStage> stages)
    {
        lock (_writing)
        {
            if (stages.Count == 0) _apis.TryRemove(apiId, out _);
            else _apis[apiId] = stages.ToFrozenDictionary(stage => stage.Context.StageName, StringComparer.Ordinal);
            if (_domains.Values.Any(mapping => mapping.ApiId == apiId)) ResolveDomains();
        }
    }

    /// <summary>Maps the root of a domain name to a stage.</summary>
    public void MapDomain(string host, string apiId, string stageName)
    {
        lock (_writing)
        {
            _domains = _domains.SetItem(host, new(apiId, stageName));
            ResolveDomains();
        }
    }

    private void ResolveDomains() =>
        _stagesByDomain = _domains.Select(pair => (Host: pair.Key, Stage: Find(pair.Value.ApiId, pair.Value.StageName)))
            .Where(pair => pair.Stage is not null)
            .ToFrozenDictionary(pair => pair.Host, pair => pair.Stage!, StringComparer.OrdinalIgnoreCase);

    private sealed record DomainMapping(string ApiId, string StageName);
}
