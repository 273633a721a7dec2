using System.Collections.Immutable;
using Portico.Storage;

namespace Portico.ControlPlane.Access;

/// <summary>Reads and changes what belongs to the account, and tells what of the APIs it may refer to.</summary>
internal sealed class AccountAccess(Catalog catalog)
{
    public AccountEntry Present => catalog.Account.Present;

    public async ValueTask<T> ChangeAsync<T>(Func<AccountEntry, (AccountEntry Next, T Result)> change, CancellationToken cancellationToken) =>
        await catalog.Account.ChangeAsync(change, cancellationToken);

    /// <summary>The APIs out of <paramref name="apiIds"/> that there are, each with the names of its stages.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ImmutableHashSet<string>>> StagesAsync(IEnumerable<string> apiIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ImmutableHashSet<string>>(StringComparer.Ordinal);
        foreach (var apiId in apiIds.Distinct(StringComparer.Ordinal))
        {
            if (await catalog.FindRestApiAsync(apiId, cancellationToken) is { } entry) found[apiId] = entry.Stages.Keys.ToImmutableHashSet(StringComparer.Ordinal);
        }

        return found;
    }

    /// <summary>Every API with its parts.</summary>
    public async IAsyncEnumerable<RestApiEntry> ApisAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var api in catalog.RestApis)
        {
            if (await catalog.FindRestApiAsync(api.Id, cancellationToken) is { } entry) yield return entry;
        }
    }
}
