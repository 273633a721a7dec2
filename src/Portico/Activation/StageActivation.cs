using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Portico.Compiler;
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
            _active.TryRemove(apiId, out _);
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

            now[stage.StageName] = new Active(stage, StageCompiler.Compile(snapshot.Definition, stage, options));
            ActivationLog.Activated(logger, apiId, stage.StageName, stage.DeploymentId);
        }

        var active = now.ToImmutable();
        _active[apiId] = active;
        stages.Replace(apiId, [.. active.Values.Select(one => one.Compilation.Stage)]);
        fidelity.Compiled(apiId, [.. active.Values.SelectMany(one => one.Compilation.Findings)]);
    }

    private sealed record Active(Stage Stage, StageCompilation Compilation);
}

internal static partial class ActivationLog // ids 5000-5099
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Debug, EventName = "Activated", Message = "Stage {Stage} of API {ApiId} runs deployment {DeploymentId}")]
    internal static partial void Activated(ILogger logger, string apiId, string stage, string deploymentId);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, EventName = "SnapshotMissing", Message = "Stage {Stage} of API {ApiId} names deployment {DeploymentId}, whose snapshot is not stored; the stage is not served")]
    internal static partial void SnapshotMissing(ILogger logger, string apiId, string stage, string deploymentId);
}
