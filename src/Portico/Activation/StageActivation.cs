using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Portico.Compiler;
using Portico.Compiler.Caching;
using Portico.DataPlane.Stages;
using Portico.Model.Rest;
using Portico.Reports;
using Portico.Storage;

namespace Portico.Activation;

/// <summary>
/// Where both halves meet: what the catalog says is compiled and put into the stage table. Runs within the commit that caused
/// it, so a deployment is live when its call answers.
/// </summary>
internal sealed class StageActivation(Catalog catalog, StageTable stages, CompilationOptions options, FidelityReport fidelity, ILogger<StageActivation> logger)
{
    // A stage whose record did not change runs what it ran: editing an API compiles nothing until it is deployed.
    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, Active>> _active = new(StringComparer.Ordinal);

    /// <summary>Brings up everything that is stored.</summary>
    internal async Task ActivateAllAsync(CancellationToken cancellationToken)
    {
        foreach (var api in catalog.RestApis) await ActivateAsync(api.Id, cancellationToken);
    }

    /// <summary>Makes the stage table say what the catalog says about one API.</summary>
    internal async ValueTask ActivateAsync(string apiId, CancellationToken cancellationToken)
    {
        var entry = await catalog.FindRestApiAsync(apiId, cancellationToken);
        if (entry is null)
        {
            stages.Replace(apiId, []);
            fidelity.Forget(apiId);
            if (_active.TryRemove(apiId, out var gone)) CloseCaches(apiId, gone, ImmutableDictionary<string, Active>.Empty);
            return;
        }

        var before = _active.GetValueOrDefault(apiId, ImmutableDictionary<string, Active>.Empty);
        var now = ImmutableDictionary.CreateBuilder<string, Active>();
        foreach (var stage in entry.Stages.Values)
        {
            if (before.TryGetValue(stage.StageName, out var same) && same.Stage == stage)
            {
                now[stage.StageName] = same;
                continue;
            }

            if (await catalog.FindSnapshotAsync(apiId, stage.DeploymentId, cancellationToken) is not { } snapshot)
            {
                ActivationLog.SnapshotMissing(logger, apiId, stage.StageName, stage.DeploymentId);
                continue;
            }

            var canary = stage.CanarySettings is { } settings ? await catalog.FindSnapshotAsync(apiId, settings.DeploymentId, cancellationToken) : null;
            if (stage.CanarySettings is not null && canary is null) ActivationLog.CanaryMissing(logger, apiId, stage.StageName, stage.CanarySettings.DeploymentId);
            now[stage.StageName] = new Active(stage, StageCompiler.Compile(snapshot.Definition, stage, options, canary?.Definition));
            ActivationLog.Activated(logger, apiId, stage.StageName, stage.DeploymentId);
        }

        var active = now.ToImmutable();
        _active[apiId] = active;
        stages.Replace(apiId, [.. active.Values.Select(one => one.Compilation.Stage)]);
        CloseCaches(apiId, before, active);
        fidelity.Compiled(apiId, [.. active.Values.SelectMany(one => one.Compilation.Findings)]);
    }

    /// <summary>Forgets the answers that are kept for a stage and its canary.</summary>
    internal void FlushCache(string apiId, string stageName)
    {
        foreach (var name in (string[])[CacheClusters.Name(apiId, stageName), CacheClusters.CanaryName(apiId, stageName)])
        {
            if (options.Caches?.Find(name) is { } cache) _ = cache.FlushAsync().AsTask();
        }
    }

    // After the exchange: requests that still run under what was before write into a cache that nobody reads.
    private void CloseCaches(string apiId, ImmutableDictionary<string, Active> before, ImmutableDictionary<string, Active> now)
    {
        foreach (var (name, was) in before)
        {
            if (!was.Stage.CacheClusterEnabled) continue;
            var stage = now.GetValueOrDefault(name)?.Stage;
            if (stage is not { CacheClusterEnabled: true }) options.Caches?.Close(CacheClusters.Name(apiId, name));
            if (stage is not { CacheClusterEnabled: true, CanarySettings: not null }) options.Caches?.Close(CacheClusters.CanaryName(apiId, name));
        }
    }

    private sealed record Active(Stage Stage, StageCompilation Compilation);
}

internal static partial class ActivationLog // ids 5000-5099
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Debug, EventName = "Activated", Message = "Stage {Stage} of API {ApiId} runs deployment {DeploymentId}")]
    internal static partial void Activated(ILogger logger, string apiId, string stage, string deploymentId);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, EventName = "CanaryMissing", Message = "The canary of stage {Stage} of API {ApiId} names deployment {DeploymentId}, whose snapshot is not stored; all traffic goes to the stage's own deployment")]
    internal static partial void CanaryMissing(ILogger logger, string apiId, string stage, string deploymentId);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, EventName = "SnapshotMissing", Message = "Stage {Stage} of API {ApiId} names deployment {DeploymentId}, whose snapshot is not stored; the stage is not served")]
    internal static partial void SnapshotMissing(ILogger logger, string apiId, string stage, string deploymentId);
}
