using System.Globalization;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Stages;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage;

namespace Portico.ControlPlane.Deployments;

/// <summary>Pictures of an API, and the stages that a new one goes to at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html"/>
internal sealed class DeploymentOperations(ControlPlaneServices services, RestApiAccess apis)
{
    private readonly DeploymentGate _gate = new(services);

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateDeployment", CreateAsync, (writer, deployment) => Write(writer, deployment, null))
        .Add("GetDeployments", ListAsync, (writer, page) => page.Write(writer, (each, deployment) => Write(each, deployment, null)))
        .Add("GetDeployment", GetAsync, (writer, result) => Write(writer, result.Deployment, result.Snapshot))
        .Add("UpdateDeployment", UpdateAsync, (writer, deployment) => Write(writer, deployment, null))
        .Add("DeleteDeployment", DeleteAsync);

    private ValueTask<Deployment> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var deployment = new Deployment
        {
            Id = services.Identifiers.Next(6),
            Description = input.TextOrNull("description"),
            CreatedDate = services.Time.GetUtcNow(),
        };
        return apis.ChangeAsync(
            call,
            Missing.Api,
            entry =>
            {
                var stage = StageOf(input, entry, deployment);
                _gate.Check(entry.Definition);
                var next = entry with
                {
                    Deployments = entry.Deployments.Add(deployment.Id, deployment),
                    Stages = stage is null ? entry.Stages : entry.Stages.SetItem(stage.StageName, stage),
                };
                return new RestApiChange<Deployment>(next, deployment, new DeploymentSnapshot(deployment.Id, Frozen(entry.Definition)));
            },
            cancellationToken);
    }

    // Documentation is frozen by versions of its own.
    private static RestApiDefinition Frozen(RestApiDefinition definition) => definition with { DocumentationParts = definition.DocumentationParts.Clear() };

    /// <summary>The stage that the deployment is made for: a new one, one that moves to it, or one whose canary it becomes.</summary>
    private static Stage? StageOf(InputStructure input, RestApiEntry entry, Deployment deployment)
    {
        var name = input.Text("stageName");
        var canary = input.Structure("canarySettings");
        if (string.IsNullOrEmpty(name))
        {
            return canary is null
                ? null
                : throw ServiceException.BadRequest(
                    $"Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is {name ?? "null"}");
        }

        var present = entry.Stages.GetValueOrDefault(name);
        if (present is null && canary is not null)
        {
            throw ServiceException.BadRequest($"Invalid deployment content specified.Stage {name} must already be created before making a canary release deployment");
        }

        if (present is not null && input.TextOrNull("stageDescription") is not null)
        {
            throw ServiceException.BadRequest("StageDescription cannot be specified when stage referenced by StageName already exists");
        }

        var stage = (present ?? new Stage { StageName = name, DeploymentId = deployment.Id, CreatedDate = deployment.CreatedDate, LastUpdatedDate = deployment.CreatedDate }) with
        {
            LastUpdatedDate = deployment.CreatedDate,
        };
        if (present is null) stage = stage with { Description = input.TextOrNull("stageDescription") };
        if (input.Map("variables") is { } variables) stage = stage with { Variables = stage.Variables.SetItems(variables) };
        stage = stage with
        {
            CacheClusterEnabled = input.Flag("cacheClusterEnabled") ?? stage.CacheClusterEnabled,
            CacheClusterSize = input.TextOrNull("cacheClusterSize") ?? stage.CacheClusterSize,
            TracingEnabled = input.Flag("tracingEnabled") ?? stage.TracingEnabled,
        };
        return StageRules.Checked(
            canary is null ? stage with { DeploymentId = deployment.Id } : stage with { CanarySettings = StageInput.Canary(canary, deployment.Id) });
    }

    private async ValueTask<Page<Deployment>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = await apis.FindAsync(call, Missing.Api, cancellationToken);
        return Page.Of(
            call.Input, entry.Deployments.Values, deployment => string.Create(CultureInfo.InvariantCulture, $"{deployment.CreatedDate.UtcTicks:D19} {deployment.Id}"));
    }

    private async ValueTask<(Deployment Deployment, DeploymentSnapshot? Snapshot)> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var deployment = DeploymentOf(call, await apis.FindAsync(call, Missing.Deployment, cancellationToken));
        var embed = call.Input.Texts("embed")?.Contains("apisummary") == true;
        return (deployment, embed ? await services.Catalog.FindSnapshotAsync(call.Input.Required("restApiId"), deployment.Id, cancellationToken) : null);
    }

    private ValueTask<Deployment> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Deployment,
            entry =>
            {
                var deployment = DeploymentPatches.Apply(DeploymentOf(call, entry), call.Input.PatchOperations());
                return new RestApiChange<Deployment>(entry with { Deployments = entry.Deployments.SetItem(deployment.Id, deployment) }, deployment);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Deployment,
            entry =>
            {
                var id = DeploymentOf(call, entry).Id;
                if (entry.Stages.Values.Any(stage => stage.DeploymentId == id || stage.CanarySettings?.DeploymentId == id))
                {
                    throw ServiceException.BadRequest("Active stages pointing to this deployment must be moved or deleted");
                }

                return new RestApiChange<bool>(entry with { Deployments = entry.Deployments.Remove(id) }, true);
            },
            cancellationToken);

    private static Deployment DeploymentOf(OperationCall call, RestApiEntry entry) =>
        entry.Deployments.GetValueOrDefault(call.Input.Required("deploymentId")) ?? throw Missing.Deployment(call);

    /// <param name="snapshot">Given when the summary of its methods is asked for.</param>
    private static void Write(Utf8JsonWriter writer, Deployment deployment, DeploymentSnapshot? snapshot)
    {
        writer.WriteStartObject();
        writer.WriteString("id", deployment.Id);
        writer.WriteOptional("description", deployment.Description);
        writer.WriteDate("createdDate", deployment.CreatedDate);
        if (snapshot is not null)
        {
            var resources = snapshot.Definition.Resources.Values
                .Where(resource => resource.Methods.Count > 0)
                .OrderBy(resource => resource.Path, StringComparer.Ordinal)
                .Select(resource => KeyValuePair.Create(resource.Path, resource));
            writer.WriteObjects("apiSummary", resources, WriteSummary);
        }

        writer.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter writer, Resource resource)
    {
        writer.WriteStartObject();
        foreach (var (verb, method) in resource.Methods)
        {
            writer.WriteStartObject(verb);
            writer.WriteString("authorizationType", method.AuthorizationType);
            writer.WriteBoolean("apiKeyRequired", method.ApiKeyRequired);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
