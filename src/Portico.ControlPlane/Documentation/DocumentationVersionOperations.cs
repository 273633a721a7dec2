using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.Documentation;

/// <summary>Pictures of what is said about an API, which stages publish.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationVersion.html"/>
internal sealed class DocumentationVersionOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateDocumentationVersion", CreateAsync, Write)
        .Add("GetDocumentationVersions", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetDocumentationVersion", GetAsync, Write)
        .Add("UpdateDocumentationVersion", UpdateAsync, Write)
        .Add("DeleteDocumentationVersion", DeleteAsync);

    private ValueTask<DocumentationVersion> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.TextOrNull("documentationVersion") ?? throw ServiceException.BadRequest("Documentation version must be non-empty");
        var now = services.Time.GetUtcNow();
        return apis.ChangeAsync(
            call,
            Missing.Api,
            entry =>
            {
                if (entry.DocumentationVersions.ContainsKey(name)) throw ServiceException.Conflict($"Documentation version already exists: {name}");
                var stage = call.Input.TextOrNull("stageName") is { } stageName ? entry.Stages.GetValueOrDefault(stageName) ?? throw Missing.Stage(call) : null;
                var version = new DocumentationVersion
                {
                    Version = name,
                    Description = call.Input.TextOrNull("description"),
                    CreatedDate = now,
                    Parts = [.. entry.Definition.DocumentationParts.Values],
                };
                var next = entry with
                {
                    DocumentationVersions = entry.DocumentationVersions.Add(name, version),
                    Stages = stage is null ? entry.Stages : entry.Stages.SetItem(stage.StageName, stage with { DocumentationVersion = name, LastUpdatedDate = now }),
                };
                return new RestApiChange<DocumentationVersion>(next, version);
            },
            cancellationToken);
    }

    private async ValueTask<Page<DocumentationVersion>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        Page.Of(call.Input, (await apis.FindAsync(call, Missing.Api, cancellationToken)).DocumentationVersions.Values, version => version.Version);

    private async ValueTask<DocumentationVersion> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        VersionOf(call, await apis.FindAsync(call, Missing.DocumentationVersion, cancellationToken));

    private ValueTask<DocumentationVersion> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.DocumentationVersion,
            entry =>
            {
                var version = DocumentationPatches.Apply(VersionOf(call, entry), call.Input.PatchOperations());
                return new RestApiChange<DocumentationVersion>(entry with { DocumentationVersions = entry.DocumentationVersions.SetItem(version.Version, version) }, version);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.DocumentationVersion,
            entry =>
            {
                var version = VersionOf(call, entry).Version;
                // A stage would publish what is not there.
                if (entry.Stages.Values.FirstOrDefault(stage => stage.DocumentationVersion == version) is { } user)
                {
                    throw ServiceException.Conflict($"Cannot delete documentation version '{version}', is referenced in stage: {user.StageName}");
                }

                return new RestApiChange<bool>(entry with { DocumentationVersions = entry.DocumentationVersions.Remove(version) }, true);
            },
            cancellationToken);

    private static DocumentationVersion VersionOf(OperationCall call, RestApiEntry entry) =>
        entry.DocumentationVersions.GetValueOrDefault(call.Input.Required("documentationVersion")) ?? throw Missing.DocumentationVersion(call);

    private static void Write(Utf8JsonWriter writer, DocumentationVersion version)
    {
        writer.WriteStartObject();
        writer.WriteString("version", version.Version);
        writer.WriteDate("createdDate", version.CreatedDate);
        writer.WriteOptional("description", version.Description);
        writer.WriteEndObject();
    }
}
