using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Deployments;
using Portico.ControlPlane.DomainNames;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Tags;
using Portico.ControlPlane.UsagePlans;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.Stages;

/// <summary>The names under which deployments run.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html"/>
internal sealed class StageOperations(ControlPlaneServices services, RestApiAccess apis)
{
    private readonly DeploymentGate _gate = new(services);

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateStage", CreateAsync, StageWriter.Write)
        .Add("GetStages", ListAsync, WriteAll)
        .Add("GetStage", GetAsync, StageWriter.Write)
        .Add("UpdateStage", UpdateAsync, StageWriter.Write)
        .Add("DeleteStage", DeleteAsync)
        .Add("FlushStageCache", FlushCacheAsync)
        .Add("FlushStageAuthorizersCache", FlushAuthorizersAsync);

    private async ValueTask<Stage> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var deploymentId = input.TextOrNull("deploymentId") ?? throw ServiceException.BadRequest("DeploymentId cannot be empty");
        var documentation = input.TextOrNull("documentationVersion");
        var canary = input.Structure("canarySettings") is { } settings ? StageInput.Canary(settings, settings.Text("deploymentId") ?? "") : null;
        await CheckServableAsync(call, [deploymentId, canary?.DeploymentId], cancellationToken);

        var now = services.Time.GetUtcNow();
        var stage = StageRules.Checked(new()
        {
            StageName = input.Required("stageName"),
            DeploymentId = deploymentId,
            Description = input.TextOrNull("description"),
            CreatedDate = now,
            LastUpdatedDate = now,
            CacheClusterEnabled = input.Flag("cacheClusterEnabled") ?? false,
            CacheClusterSize = input.TextOrNull("cacheClusterSize"),
            Variables = input.MapOrEmpty("variables"),
            DocumentationVersion = documentation,
            CanarySettings = canary,
            TracingEnabled = input.Flag("tracingEnabled") ?? false,
            Tags = TagRules.Checked(input.MapOrEmpty("tags")),
        });
        return await apis.ChangeAsync(
            call,
            Missing.Api,
            entry =>
            {
                if (!entry.Deployments.ContainsKey(deploymentId) || canary is not null && !entry.Deployments.ContainsKey(canary.DeploymentId))
                {
                    throw ServiceException.BadRequest("Deployment id does not exist");
                }

                if (documentation is not null && !entry.DocumentationVersions.ContainsKey(documentation)) throw Missing.DocumentationVersion(call);
                if (entry.Stages.ContainsKey(stage.StageName)) throw ServiceException.Conflict("Stage already exists");
                return new RestApiChange<Stage>(entry with { Stages = entry.Stages.Add(stage.StageName, stage) }, stage);
            },
            cancellationToken);
    }

    private async ValueTask<IEnumerable<Stage>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = await apis.FindAsync(call, Missing.Api, cancellationToken);
        return call.Input.TextOrNull("deploymentId") is { } id ? entry.Stages.Values.Where(stage => stage.DeploymentId == id) : entry.Stages.Values;
    }

    private async ValueTask<Stage> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        StageOf(call, await apis.FindAsync(call, Missing.Stage, cancellationToken));

    private async ValueTask<Stage> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var operations = call.Input.PatchOperations().ToList();
        var entry = await apis.FindAsync(call, Missing.Stage, cancellationToken);
        await CheckServableAsync(
            call,
            [
                .. operations.Where(operation => operation.Path is "/deploymentId" or "/canarySettings/deploymentId").Select(operation => operation.Value),
                .. operations.Exists(operation => operation is { Op: "copy", Path: "/deploymentId" }) ? [StageOf(call, entry).CanarySettings?.DeploymentId] : Array.Empty<string?>(),
            ],
            cancellationToken);
        var now = services.Time.GetUtcNow();
        return await apis.ChangeAsync(
            call,
            Missing.Stage,
            present =>
            {
                var stage = StagePatches.Apply(StageOf(call, present), operations, Around(present)) with { LastUpdatedDate = now };
                return new RestApiChange<Stage>(present with { Stages = present.Stages.SetItem(stage.StageName, stage) }, stage);
            },
            cancellationToken);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (apiId, stage) = await apis.ChangeAsync(
            call,
            Missing.Stage,
            entry =>
            {
                var name = StageOf(call, entry).StageName;
                MappedDomains.CheckNone(services.Catalog.Account.Present, entry.Definition.Api.Id, name);
                return new RestApiChange<(string, string)>(entry with { Stages = entry.Stages.Remove(name) }, (entry.Definition.Api.Id, name));
            },
            cancellationToken);
        await services.Catalog.Account.ChangeAsync(entry => (ForgottenStages.Without(entry, apiId, stage), true), cancellationToken);
    }

    private async ValueTask FlushCacheAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = await apis.FindAsync(call, Missing.Stage, cancellationToken);
        var stage = StageOf(call, entry);
        services.FlushCache?.Invoke(entry.Definition.Api.Id, stage.StageName);
    }

    // Decisions of authorizers are not kept so far: an empty cache is flushed as soon as its stage is found.
    private async ValueTask FlushAsync(OperationCall call, CancellationToken cancellationToken) =>
        StageOf(call, await apis.FindAsync(call, Missing.Stage, cancellationToken));

    private async ValueTask FlushAuthorizersAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var stage = StageOf(call, await apis.FindAsync(call, Missing.Stage, cancellationToken));
        services.FlushAuthorizers?.Invoke(call.Input.Required("restApiId"), stage.StageName);
    }

    // A deployment never changes, so it can be checked before the change that points a stage to it. One that is not there is refused then.
    private async ValueTask CheckServableAsync(OperationCall call, IEnumerable<string?> deploymentIds, CancellationToken cancellationToken)
    {
        foreach (var id in deploymentIds.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await services.Catalog.FindSnapshotAsync(call.Input.Required("restApiId"), id, cancellationToken) is { } snapshot) _gate.CheckServable(snapshot.Definition);
        }
    }

    private StageSurroundings Around(RestApiEntry entry)
    {
        var account = services.Catalog.Account.Present;
        return new()
        {
            HasDeployment = entry.Deployments.ContainsKey,
            HasDocumentationVersion = entry.DocumentationVersions.ContainsKey,
            HasClientCertificate = account.ClientCertificates.ContainsKey,
            CanLog = account.Settings.CloudwatchRoleArn is not null,
        };
    }

    private static Stage StageOf(OperationCall call, RestApiEntry entry) =>
        entry.Stages.GetValueOrDefault(call.Input.Required("stageName")) ?? throw Missing.Stage(call);

    private static void WriteAll(Utf8JsonWriter writer, IEnumerable<Stage> stages)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("item");
        foreach (var stage in stages) StageWriter.Write(writer, stage);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
