using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.Storage;

namespace Portico.Identity.Storage;

/// <summary>
/// Keeps the identities: one document, because there are few of them and whoever reads one needs all. Changes are made one after
/// the other, and are told of before they are answered.
/// </summary>
public sealed class IdentityStore : IDisposable
{
    private const string Key = "identity/state";

    private readonly IDocumentStore _store;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile IdentityState _present = new();
    private long? _revision;

    private IdentityStore(IDocumentStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    public IdentityState Present => _present;

    /// <summary>Told of each state, in order; set before the first change.</summary>
    public Action<IdentityState>? OnChanged { get; set; }

    public static async Task<IdentityStore> OpenAsync(IDocumentStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var identities = new IdentityStore(store, time);
        await identities.ReadAsync(cancellationToken);
        return identities;
    }

    /// <summary>Makes the next state of the present one and keeps it.</summary>
    /// <exception cref="ServiceException">Thrown by the change, or another process changes the same all the time.</exception>
    public async ValueTask<T> ChangeAsync<T>(Func<IdentityState, (IdentityState Next, T Result)> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var now = _time.GetUtcNow();
                var (next, result) = change(_present with { Sessions = [.. _present.Sessions.Where(session => session.Expiration > now)] });
                var commit = new DocumentCommit
                {
                    Writes = [new DocumentWrite(Key, JsonSerializer.SerializeToUtf8Bytes(next, IdentityJson.Default.IdentityState))],
                    Expectations = [new DocumentExpectation(Key, _revision)],
                };
                var committed = await _store.CommitAsync(commit, CancellationToken.None);
                if (committed.Committed)
                {
                    _revision = committed.Revision;
                    _present = next;
                    OnChanged?.Invoke(next);
                    return result;
                }

                await ReadAsync(cancellationToken);
            }

            throw new ServiceException(409, "ConcurrentModification", "The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a few minutes and submit your request again.");
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (await _store.ReadAsync(Key, cancellationToken) is not { } document) return;
        var read = JsonSerializer.Deserialize(document.Content.Span, IdentityJson.Default.IdentityState) ?? new IdentityState();

        // The order of names is no part of the document.
        _present = read with { Users = read.Users.WithComparers(StringComparer.OrdinalIgnoreCase), Roles = read.Roles.WithComparers(StringComparer.OrdinalIgnoreCase) };
        _revision = document.Revision;
    }
}
