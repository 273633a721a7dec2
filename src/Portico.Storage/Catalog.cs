using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Storage;

/// <summary>
/// What users defined, typed, over a store of documents that other nodes may share. All APIs are known; the parts of one are read when it is first
/// asked for and kept from then on. Safe for use from any number of threads. Does not own the store.
/// </summary>
public sealed class Catalog : IAsyncDisposable
{
    // Each lost attempt is a change that another node made; so many in a row is no longer chance.
    private const int MaxAttempts = 64;
    private const int CachedSnapshots = 8;
    private static readonly TimeSpan PauseBeforeWatchingAgain = TimeSpan.FromSeconds(1);

    private static readonly IComparer<RestApi> ByCreation = Comparer<RestApi>.Create(static (a, b) =>
        a.CreatedDate != b.CreatedDate ? a.CreatedDate.CompareTo(b.CreatedDate) : string.CompareOrdinal(a.Id, b.Id));

    private readonly IDocumentStore _store;
    private readonly CatalogOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _sync = new();
    private readonly ConcurrentDictionary<string, CatalogSlot> _slots = new(StringComparer.Ordinal);
    private readonly SnapshotCache _snapshots = new(CachedSnapshots);

    // Set while observers run, for everything that they call: a change made there would wait for itself.
    private readonly AsyncLocal<Telling?> _telling = new();

    private volatile ImmutableSortedSet<RestApi> _restApis = ImmutableSortedSet.Create(ByCreation);
    private ImmutableList<Subscription> _subscriptions = [];
    private Task _following = Task.CompletedTask;

    private Catalog(IDocumentStore store, CatalogOptions options)
    {
        _store = store;
        _options = options;
        Usage = new DocumentUsageLedger(store);
    }

    /// <summary>What belongs to the account itself: keys, plans, domain names and the like.</summary>
    public AccountCatalog Account { get; private set; } = null!;

    /// <summary>What was used of the usage plans.</summary>
    public IUsageLedger Usage { get; }

    /// <summary>All APIs as they are now, by creation date, then id. The list itself does not change any more.</summary>
    public IReadOnlyList<RestApi> RestApis => _restApis;

    /// <inheritdoc cref="OpenAsync(IDocumentStore, CatalogOptions, CancellationToken)"/>
    public static Task<Catalog> OpenAsync(IDocumentStore store, CancellationToken cancellationToken) => OpenAsync(store, new CatalogOptions(), cancellationToken);

    /// <summary>Reads what APIs there are, and follows the store's changes from there.</summary>
    /// <exception cref="InvalidDataException">A document is not what this version of Portico can read.</exception>
    public static async Task<Catalog> OpenAsync(IDocumentStore store, CatalogOptions options, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store, options);
        // The revision is taken before the reading: what is committed meanwhile comes once more with the feed, rather than never.
        var revision = (await store.CommitAsync(DocumentCommit.Empty, cancellationToken)).Revision;
        var apis = catalog._restApis.ToBuilder();
        await foreach (var document in store.ScanAsync(RestApiDocuments.ApiPrefix, cancellationToken))
        {
            var api = RestApiDocuments.ReadApi(document);
            catalog._slots[api.Id] = new CatalogSlot(api.Id) { ToldRevision = document.Revision, Present = new(document.Revision, api, null) };
            apis.Add(api);
        }

        catalog._restApis = apis.ToImmutable();
        catalog.Account = await AccountCatalog.OpenAsync(store, options.OnFailure, catalog._stopping.Token, cancellationToken);
        catalog._following = Task.Run(() => catalog.FollowAsync(revision), CancellationToken.None);
        return catalog;
    }

    /// <summary>The API with its parts, or null when there is none.</summary>
    public ValueTask<RestApiEntry?> FindRestApiAsync(string apiId, CancellationToken cancellationToken)
    {
        if (!_slots.TryGetValue(apiId, out var slot)) return default;
        var present = slot.Present;
        return present.Entry is not null || present.Api is null ? new(present.Entry) : Loaded();

        async ValueTask<RestApiEntry?> Loaded()
        {
            var rented = Rent(apiId);
            try
            {
                return (await LoadAsync(rented, cancellationToken)).Entry;
            }
            finally
            {
                Return(rented);
            }
        }
    }

    /// <summary>What the API was when the deployment was made, or null when there is no such deployment. Read from the store unless it was used lately.</summary>
    public async ValueTask<DeploymentSnapshot?> FindSnapshotAsync(string apiId, string deploymentId, CancellationToken cancellationToken)
    {
        var entry = await FindRestApiAsync(apiId, cancellationToken);
        if (entry is null || !entry.Deployments.TryGetValue(deploymentId, out var deployment)) return null;
        if (_snapshots.Find(deployment) is { } cached) return cached;
        var snapshot = await RestApiDocuments.ReadSnapshotAsync(_store, apiId, deploymentId, cancellationToken);
        if (snapshot is not null) _snapshots.Add(deployment, snapshot);
        return snapshot;
    }

    /// <summary>
    /// Runs <paramref name="change"/> on the present entry (null: there is none) and commits what it made. Changes of one API run one after another, those
    /// of different APIs at the same time. Answers when the commit is durable and the observers have run.
    /// </summary>
    /// <param name="apiId">The API to make, change or delete.</param>
    /// <param name="change">Without side effects: it runs again when another node was faster. What it throws passes through and leaves everything as it was.</param>
    /// <param name="cancellationToken">Ends the waiting; once the commit has begun it is carried through.</param>
    /// <exception cref="ServiceException">Other nodes were faster time after time (409).</exception>
    /// <exception cref="InvalidOperationException">Called by an observer, which would wait for itself.</exception>
    public async Task<TResult> ChangeRestApiAsync<TResult>(
        string apiId, Func<RestApiEntry?, RestApiChange<TResult>> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiId);
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        if (_telling.Value is { IsOver: false })
            throw new InvalidOperationException("An observer changes the catalog; it would wait for itself. Hand the change to a task that the observer does not await.");

        var slot = Rent(apiId);
        try
        {
            await slot.Turn.WaitAsync(cancellationToken);
            try
            {
                return await ChangeInTurnAsync(slot, change, cancellationToken);
            }
            finally
            {
                slot.Turn.Release();
            }
        }
        finally
        {
            Return(slot);
        }
    }

    /// <summary>
    /// From now on <paramref name="observer"/> runs after each commit, of this node and of others, before the change answers; observers are awaited in the
    /// order of their subscription, and for one API never run side by side. An observer may read the catalog, and sees at least that commit; it must not
    /// await a change of it. What it throws goes to <see cref="CatalogOptions.OnFailure"/>. The token is cancelled when the catalog is disposed of.
    /// </summary>
    /// <returns>Ends the subscription when disposed of.</returns>
    public IDisposable Subscribe(Func<CatalogChange, CancellationToken, ValueTask> observer)
    {
        var subscription = new Subscription(this, observer);
        lock (_sync) _subscriptions = _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Stops following the store. Changes under way are carried through.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following;
    }

    private async Task<TResult> ChangeInTurnAsync<TResult>(
        CatalogSlot slot, Func<RestApiEntry?, RestApiChange<TResult>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var (present, revision) = await LoadAsync(slot, cancellationToken);
            var made = change(present);
            Check(slot.ApiId, present, made);
            if (ReferenceEquals(made.Next, present)) return made.Result;

            cancellationToken.ThrowIfCancellationRequested();
            var commit = RestApiDocuments.Difference(slot.ApiId, present, revision, made.Next, made.NewSnapshot);
            CommitResult result;
            try
            {
                // Not cancelled any more: the store's answer is what tells whether it happened.
                result = await _store.CommitAsync(commit, CancellationToken.None);
            }
            catch
            {
                // It may have happened or not. The next one to ask looks in the store; if it happened, the feed tells the observers.
                Forget(slot);
                throw;
            }

            if (!result.Committed)
            {
                Forget(slot);
                continue;
            }

            if (made.NewSnapshot is { } snapshot) _snapshots.Add(made.Next!.Deployments[snapshot.DeploymentId], snapshot);
            Publish(slot, new(result.Revision, made.Next?.Definition.Api, made.Next));
            await TellAsync(slot, result.Revision);
            return made.Result;
        }

        throw ServiceException.Conflict("Unable to complete operation due to concurrent modification. Please try again later.");
    }

    private static void Check<TResult>(string apiId, RestApiEntry? present, in RestApiChange<TResult> made)
    {
        if (made.Next is { } next && next.Definition.Api.Id != apiId)
            throw new ArgumentException($"A change of API {apiId} made API {next.Definition.Api.Id} of it; an API keeps its id.");
        if (made.NewSnapshot is not { } snapshot) return;
        if (ReferenceEquals(made.Next, present) || made.Next?.Deployments.ContainsKey(snapshot.DeploymentId) != true)
            throw new ArgumentException($"A change of API {apiId} made a snapshot for deployment {snapshot.DeploymentId}, but not the deployment; make both at once.");
    }

    /// <summary>The entry with its revision, from memory or else from the store.</summary>
    private async ValueTask<(RestApiEntry? Entry, long? Revision)> LoadAsync(CatalogSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Present is { Entry: { } known } atOnce) return (known, atOnce.Revision);
        await slot.Loading.WaitAsync(cancellationToken);
        try
        {
            if (slot.Present is { Entry: { } meanwhile } present) return (meanwhile, present.Revision);
            if (await RestApiDocuments.ReadEntryAsync(_store, slot.ApiId, cancellationToken) is not var (entry, revision)) return (null, null);
            Publish(slot, new(revision, entry.Definition.Api, entry));
            return (entry, revision);
        }
        finally
        {
            slot.Loading.Release();
        }
    }

    /// <summary>Shows a state to all, unless a newer one is shown already: a slow reader must not undo a commit.</summary>
    private void Publish(CatalogSlot slot, CatalogSlot.State next)
    {
        lock (_sync)
        {
            var present = slot.Present;
            if (next.Revision < present.Revision || (next.Revision == present.Revision && next.Entry is null)) return;
            if (!ReferenceEquals(present.Api, next.Api))
            {
                var apis = _restApis;
                if (present.Api is not null) apis = apis.Remove(present.Api);
                if (next.Api is not null) apis = apis.Add(next.Api);
                _restApis = apis;
            }

            slot.Present = next;
        }
    }

    private void Forget(CatalogSlot slot)
    {
        lock (_sync) slot.Present = slot.Present with { Entry = null };
    }

    private CatalogSlot Rent(string apiId)
    {
        lock (_sync)
        {
            var slot = _slots.GetOrAdd(apiId, static id => new CatalogSlot(id));
            slot.Users++;
            return slot;
        }
    }

    private void Return(CatalogSlot slot)
    {
        lock (_sync)
        {
            if (--slot.Users == 0 && slot.Present.Api is null) _slots.TryRemove(slot.ApiId, out _);
        }
    }

    /// <summary>Runs the observers. The holder of the slot's turn calls it, so they run in the order of the commits.</summary>
    private async Task TellAsync(CatalogSlot slot, long revision)
    {
        slot.ToldRevision = revision;
        var subscriptions = Volatile.Read(ref _subscriptions);
        if (subscriptions.IsEmpty) return;
        var change = new CatalogChange(slot.ApiId);
        var telling = new Telling();
        _telling.Value = telling;
        foreach (var subscription in subscriptions)
        {
            try
            {
                await subscription.Observer(change, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                _options.OnFailure($"An observer failed on the change of API {slot.ApiId} in revision {revision}", e);
            }
        }

        telling.IsOver = true;
    }

    /// <summary>Follows the commits of all nodes until the catalog is disposed of.</summary>
    private async Task FollowAsync(long revision)
    {
        while (true)
        {
            try
            {
                await foreach (var change in _store.WatchAsync(revision, _stopping.Token))
                {
                    foreach (var key in change.Keys)
                    {
                        if (RestApiDocuments.TryGetApiId(key, out var apiId)) await RefreshAsync(apiId, change.Revision);
                        else if (key == AccountDocuments.SettingsKey) await Account.RefreshAsync(change.Revision);
                    }

                    revision = change.Revision;
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _options.OnFailure($"Following the store's changes after revision {revision} failed; all APIs are read anew", e);
            }

            try
            {
                await Task.Delay(PauseBeforeWatchingAgain, _options.Time, _stopping.Token);
                revision = await RefreshAllAsync();
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _options.OnFailure("Reading all APIs anew failed; it is tried again", e);
            }
        }
    }

    /// <summary>Compares every API with the store; afterwards the feed need only be followed from the answered revision.</summary>
    private async Task<long> RefreshAllAsync()
    {
        var revision = (await _store.CommitAsync(DocumentCommit.Empty, _stopping.Token)).Revision;
        var unseen = new HashSet<string>(_slots.Keys, StringComparer.Ordinal);
        await foreach (var document in _store.ScanAsync(RestApiDocuments.ApiPrefix, _stopping.Token))
        {
            if (!RestApiDocuments.TryGetApiId(document.Key, out var apiId)) continue;
            unseen.Remove(apiId);
            await RefreshAsync(apiId, document.Revision);
        }

        foreach (var apiId in unseen) await RefreshAsync(apiId, revision);
        await Account.RefreshAsync(revision);
        return revision;
    }

    /// <summary>Takes over what the commit did to the API, and tells the observers, unless that has been done.</summary>
    private async Task RefreshAsync(string apiId, long revision)
    {
        var slot = Rent(apiId);
        try
        {
            await slot.Turn.WaitAsync(_stopping.Token);
            try
            {
                // Mostly a commit of this node, whose change held the turn until all was done.
                if (slot.ToldRevision >= revision) return;
                var known = slot.Present.Api is not null;
                var document = await _store.ReadAsync(RestApiDocuments.ApiKey(apiId), _stopping.Token);
                Publish(slot, document is null ? new(revision, null, null) : new(document.Revision, RestApiDocuments.ReadApi(document), null));
                if (known || document is not null) await TellAsync(slot, Math.Max(revision, document?.Revision ?? 0));
            }
            finally
            {
                slot.Turn.Release();
            }
        }
        finally
        {
            Return(slot);
        }
    }

    private sealed class Telling
    {
        public volatile bool IsOver;
    }

    private sealed class Subscription(Catalog catalog, Func<CatalogChange, CancellationToken, ValueTask> observer) : IDisposable
    {
        public Func<CatalogChange, CancellationToken, ValueTask> Observer { get; } = observer;

        public void Dispose()
        {
            lock (catalog._sync) catalog._subscriptions = catalog._subscriptions.Remove(this);
        }
    }
}
