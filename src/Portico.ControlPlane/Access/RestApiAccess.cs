using Portico.Aws;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.Access;

/// <summary>Finds and changes the API that a call names. What AWS says when there is none depends on the operation.</summary>
internal sealed class RestApiAccess(Catalog catalog)
{
    public ValueTask<RestApiEntry> FindAsync(OperationCall call, Func<OperationCall, ServiceException> missing, CancellationToken cancellationToken) =>
        FindAsync(call.Input.Required("restApiId"), () => missing(call), cancellationToken);

    public async ValueTask<RestApiEntry> FindAsync(string apiId, Func<ServiceException> missing, CancellationToken cancellationToken) =>
        await catalog.FindRestApiAsync(apiId, cancellationToken) ?? throw missing();

    public async ValueTask<RestApiDefinition> DefinitionAsync(OperationCall call, Func<OperationCall, ServiceException> missing, CancellationToken cancellationToken) =>
        (await FindAsync(call, missing, cancellationToken)).Definition;

    public ValueTask<T> ChangeAsync<T>(
        OperationCall call, Func<OperationCall, ServiceException> missing, Func<RestApiEntry, RestApiChange<T>> change, CancellationToken cancellationToken) =>
        ChangeAsync(call.Input.Required("restApiId"), () => missing(call), change, cancellationToken);

    public async ValueTask<T> ChangeAsync<T>(string apiId, Func<ServiceException> missing, Func<RestApiEntry, RestApiChange<T>> change, CancellationToken cancellationToken) =>
        await catalog.ChangeRestApiAsync(apiId, entry => change(entry ?? throw missing()), cancellationToken);

    /// <summary>Changes the definition and answers something about what it became.</summary>
    public ValueTask<T> ChangeAsync<T>(
        OperationCall call, Func<OperationCall, ServiceException> missing, Func<RestApiDefinition, (RestApiDefinition Next, T Result)> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            call,
            missing,
            entry =>
            {
                var (next, result) = change(entry.Definition);
                return new RestApiChange<T>(entry with { Definition = next }, result);
            },
            cancellationToken);
}
