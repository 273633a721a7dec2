using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portico.Model.Rest;
using Portico.Storage.Serialization;

namespace Portico.Storage;

/// <summary>
/// The documents of which an API consists: where they stand, how they are read together, and which of them a change touches.
/// The kind is the first segment, so that listing APIs does not meet their parts.
/// </summary>
/// <remarks>
/// Invariant: every commit that touches a part of an API also writes or deletes its <c>restapi</c> document. That document's revision therefore is the
/// revision of the whole API: the condition of each change, and the proof that parts read one after another belong together.
/// </remarks>
internal static class RestApiDocuments
{
    public const string ApiPrefix = "restapi/";
    private const string ResourceKind = "resource";
    private const string ModelKind = "model";
    private const string RequestValidatorKind = "requestvalidator";
    private const string GatewayResponseKind = "gatewayresponse";
    private const string AuthorizerKind = "authorizer";
    private const string DocumentationPartKind = "documentationpart";
    private const string DocumentationVersionKind = "documentationversion";
    private const string DeploymentKind = "deployment";
    private const string StageKind = "stage";
    private const string SnapshotKind = "snapshot";

    public static string ApiKey(string apiId) => ApiPrefix + Escape(apiId);

    /// <summary>The API whose <c>restapi</c> document stands under the key.</summary>
    public static bool TryGetApiId(string key, [NotNullWhen(true)] out string? apiId)
    {
        apiId = key.StartsWith(ApiPrefix, StringComparison.Ordinal)
            ? key[ApiPrefix.Length..].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
            : null;
        return apiId is not null;
    }

    public static RestApi ReadApi(Document document) => Read(document, CatalogJson.RestApi);

    /// <summary>The API as it is in the store with the revision of its <c>restapi</c> document, or null when there is none.</summary>
    public static async Task<(RestApiEntry Entry, long Revision)?> ReadEntryAsync(IDocumentStore store, string apiId, CancellationToken cancellationToken)
    {
        var document = await store.ReadAsync(ApiKey(apiId), cancellationToken);
        while (document is not null)
        {
            var entry = new RestApiEntry
            {
                Definition = new RestApiDefinition
                {
                    Api = ReadApi(document),
                    Resources = (await ReadPartsAsync(ResourceKind, CatalogJson.Resource, resource => resource.Id)).ToImmutableDictionary(StringComparer.Ordinal),
                    Models = Sorted(await ReadPartsAsync(ModelKind, CatalogJson.SchemaModel, model => model.Name)),
                    RequestValidators = Sorted(await ReadPartsAsync(RequestValidatorKind, CatalogJson.RequestValidator, validator => validator.Id)),
                    GatewayResponses = Sorted(await ReadPartsAsync(GatewayResponseKind, CatalogJson.GatewayResponse, response => response.ResponseType)),
                    Authorizers = Sorted(await ReadPartsAsync(AuthorizerKind, CatalogJson.Authorizer, authorizer => authorizer.Id)),
                    DocumentationParts = Sorted(await ReadPartsAsync(DocumentationPartKind, CatalogJson.DocumentationPart, part => part.Id)),
                },
                Deployments = Sorted(await ReadPartsAsync(DeploymentKind, CatalogJson.Deployment, deployment => deployment.Id)),
                Stages = Sorted(await ReadPartsAsync(StageKind, CatalogJson.Stage, stage => stage.StageName)),
                DocumentationVersions = Sorted(await ReadPartsAsync(DocumentationVersionKind, CatalogJson.DocumentationVersion, version => version.Version)),
            };

            // The scans see one moment each, not one together: they belong together only if no change came between.
            var after = await store.ReadAsync(ApiKey(apiId), cancellationToken);
            if (after?.Revision == document.Revision) return (entry, document.Revision);
            document = after;
        }

        return null;

        async Task<List<KeyValuePair<string, T>>> ReadPartsAsync<T>(string kind, JsonTypeInfo<T> type, Func<T, string> nameOf)
        {
            var parts = new List<KeyValuePair<string, T>>();
            await foreach (var part in store.ScanAsync(PartPrefix(kind, apiId), cancellationToken))
            {
                var value = Read(part, type);
                parts.Add(new(nameOf(value), value));
            }

            return parts;
        }

        static ImmutableSortedDictionary<string, T> Sorted<T>(List<KeyValuePair<string, T>> parts) =>
            parts.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    public static async ValueTask<DeploymentSnapshot?> ReadSnapshotAsync(
        IDocumentStore store, string apiId, string deploymentId, CancellationToken cancellationToken) =>
        await store.ReadAsync(PartKey(SnapshotKind, apiId, deploymentId), cancellationToken) is { } document ? Read(document, CatalogJson.DeploymentSnapshot) : null;

    /// <summary>The commit that turns one entry into the other, writing only parts that are not the same reference.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="present">What is there, at <paramref name="presentRevision"/>; null when there is no API.</param>
    /// <param name="next">What is to be there; null deletes the API.</param>
    public static DocumentCommit Difference(string apiId, RestApiEntry? present, long? presentRevision, RestApiEntry? next, DeploymentSnapshot? newSnapshot)
    {
        var writes = ImmutableArray.CreateBuilder<DocumentWrite>();
        var deletes = ImmutableArray.CreateBuilder<string>();
        if (next is null) deletes.Add(ApiKey(apiId));
        else writes.Add(new(ApiKey(apiId), new DocumentContent(() => JsonSerializer.SerializeToUtf8Bytes(next.Definition.Api, CatalogJson.RestApi))));

        Compare(ResourceKind, static () => CatalogJson.Resource, present?.Definition.Resources, next?.Definition.Resources, resource => resource.Id);
        Compare(ModelKind, static () => CatalogJson.SchemaModel, present?.Definition.Models, next?.Definition.Models, model => model.Name);
        Compare(RequestValidatorKind, static () => CatalogJson.RequestValidator, present?.Definition.RequestValidators, next?.Definition.RequestValidators, validator => validator.Id);
        Compare(GatewayResponseKind, static () => CatalogJson.GatewayResponse, present?.Definition.GatewayResponses, next?.Definition.GatewayResponses, response => response.ResponseType);
        Compare(AuthorizerKind, static () => CatalogJson.Authorizer, present?.Definition.Authorizers, next?.Definition.Authorizers, authorizer => authorizer.Id);
        Compare(DocumentationPartKind, static () => CatalogJson.DocumentationPart, present?.Definition.DocumentationParts, next?.Definition.DocumentationParts, part => part.Id);
        Compare(DocumentationVersionKind, static () => CatalogJson.DocumentationVersion, present?.DocumentationVersions, next?.DocumentationVersions, version => version.Version);
        Compare(DeploymentKind, static () => CatalogJson.Deployment, present?.Deployments, next?.Deployments, deployment => deployment.Id);
        Compare(StageKind, static () => CatalogJson.Stage, present?.Stages, next?.Stages, stage => stage.StageName);

        // A snapshot lives exactly as long as its deployment.
        foreach (var deploymentId in present?.Deployments.Keys ?? [])
        {
            if (next?.Deployments.ContainsKey(deploymentId) != true) deletes.Add(PartKey(SnapshotKind, apiId, deploymentId));
        }

        if (newSnapshot is not null)
        {
            writes.Add(new(
                PartKey(SnapshotKind, apiId, newSnapshot.DeploymentId), new DocumentContent(() => JsonSerializer.SerializeToUtf8Bytes(newSnapshot, CatalogJson.DeploymentSnapshot))));
        }

        return new DocumentCommit
        {
            Writes = writes.DrainToImmutable(),
            Deletes = deletes.DrainToImmutable(),
            Expectations = [new(ApiKey(apiId), presentRevision)],
        };

        void Compare<T>(string kind, Func<JsonTypeInfo<T>> type, IReadOnlyDictionary<string, T>? before, IReadOnlyDictionary<string, T>? after, Func<T, string> nameOf)
            where T : class
        {
            if (ReferenceEquals(before, after)) return;
            foreach (var (name, part) in after ?? ImmutableDictionary<string, T>.Empty)
            {
                if (before is not null && before.TryGetValue(name, out var old) && ReferenceEquals(old, part)) continue;
                // Read back, a part is found under its own name; another key would be lost.
                if (nameOf(part) != name) throw new ArgumentException($"The {kind} '{nameOf(part)}' of API {apiId} stands under the key '{name}'; it must stand under its own name.");
                writes.Add(new(PartKey(kind, apiId, name), new DocumentContent(() => JsonSerializer.SerializeToUtf8Bytes(part, type()))));
            }

            foreach (var name in before?.Keys ?? [])
            {
                if (after?.ContainsKey(name) != true) deletes.Add(PartKey(kind, apiId, name));
            }
        }
    }

    private static string PartPrefix(string kind, string apiId) => $"{kind}/{Escape(apiId)}/";

    private static string PartKey(string kind, string apiId, string name) => PartPrefix(kind, apiId) + Escape(name);

    private static string Escape(string name) => DocumentKey.Escape(name);

    private static T Read<T>(Document document, JsonTypeInfo<T> type) => StoredJson.Read(document, type);
}
