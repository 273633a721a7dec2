using System.Collections.Immutable;
using Portico.Aws;

namespace Portico.Storage;

/// <summary>
/// What belongs to an account and to none of its APIs, typed, over the same store as the <see cref="Catalog"/> that it is part of. All of it is
/// held in memory: it is read with every change, and it is small. Safe for use from any number of threads.
/// </summary>
public sealed class AccountCatalog
{
    // Each lost attempt is a change that another node made; so many in a row is no longer chance.
    private const int MaxAttempts = 64;

    private readonly IDocumentStore _store;
    private readonly Action<string, Exception> _onFailure;
    private readonly CancellationToken _stopping;
    private readonly Lock _sync = new();

    // Set while observers run, for everything that they call: a change made there would wait for itself.
    private readonly AsyncLocal<bool> _telling = new();

    private ImmutableList<Func<AccountChange, CancellationToken, ValueTask>> _observers = [];

    // Swapped whole; written only by the holder of the turn.
    private volatile State _state;

    // Set when a commit may or may not have happened: the store knows. Touched only by the holder of the turn.
    private bool _isInDoubt;

    private AccountCatalog(IDocumentStore store, Action<string, Exception> onFailure, State state, CancellationToken stopping)
    {
        _store = store;
        _onFailure = onFailure;
        _state = state;
        _stopping = stopping;
    }

    /// <summary>As it is now; what was taken does not change any more.</summary>
    public AccountEntry Present => _state.Entry;

    /// <summary>Held by a change from its first look until its observers have run, and by the feed while it takes over another node's.</summary>
    private SemaphoreSlim Turn { get; } = new(1, 1);

    internal static async Task<AccountCatalog> OpenAsync(
        IDocumentStore store, Action<string, Exception> onFailure, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var (entry, revision) = await AccountDocuments.ReadAsync(store, cancellationToken);
        return new AccountCatalog(store, onFailure, new(entry, revision), stopping);
    }

    /// <summary>
    /// Runs <paramref name="change"/> on what is there and commits what it made. Changes run one after another. Answers when the commit is durable and the
    /// observers have run.
    /// </summary>
    /// <param name="change">Without side effects: it runs again when another node was faster. What it throws passes through and leaves everything as it was.</param>
    /// <param name="cancellationToken">Ends the waiting; once the commit has begun it is carried through.</param>
    /// <exception cref="ServiceException">Other nodes were faster time after time (409).</exception>
    /// <exception cref="InvalidOperationException">Called by an observer, which would wait for itself.</exception>
    public async Task<TResult> ChangeAsync<TResult>(Func<AccountEntry, (AccountEntry Next, TResult Result)> change, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        if (_telling.Value)
            throw new InvalidOperationException("An observer changes the account; it would wait for itself. Hand the change to a task that the observer does not await.");

        await Turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (_isInDoubt) await ReadAnewAsync();
                var present = _state;
                var (next, result) = change(present.Entry);
                if (ReferenceEquals(next, present.Entry)) return result;

                cancellationToken.ThrowIfCancellationRequested();
                CommitResult commit;
                try
                {
                    // Not cancelled any more: the store's answer is what tells whether it happened.
                    commit = await _store.CommitAsync(AccountDocuments.Difference(present.Entry, present.Revision, next), CancellationToken.None);
                }
                catch
                {
                    _isInDoubt = true;
                    throw;
                }

                if (commit.Committed)
                {
                    await ShowAsync(new(next, commit.Revision));
                    return result;
                }

                await ReadAnewAsync();
            }
        }
        finally
        {
            Turn.Release();
        }

        throw ServiceException.Conflict("Unable to complete operation due to concurrent modification. Please try again later.");
    }

    /// <summary>
    /// From now on <paramref name="observer"/> runs after each commit, of this node and of others, before the change answers; never side by side with
    /// itself. It must not await a change of the account. What it throws goes to <see cref="CatalogOptions.OnFailure"/>.
    /// </summary>
    /// <returns>Ends the subscription when disposed of.</returns>
    public IDisposable Subscribe(Func<AccountChange, CancellationToken, ValueTask> observer)
    {
        lock (_sync) _observers = _observers.Add(observer);
        return new Subscription(this, observer);
    }

    /// <summary>Takes over what another node committed, unless that has been done.</summary>
    internal async Task RefreshAsync(long revision)
    {
        await Turn.WaitAsync(_stopping);
        try
        {
            // Mostly a commit of this node, which held the turn until all was done.
            if (!_isInDoubt && _state.Revision >= revision) return;
            await ReadAnewAsync();
        }
        finally
        {
            Turn.Release();
        }
    }

    private async Task ReadAnewAsync()
    {
        var (entry, revision) = await AccountDocuments.ReadAsync(_store, _stopping);
        _isInDoubt = false;
        if (revision != _state.Revision) await ShowAsync(new(entry, revision));
    }

    private async Task ShowAsync(State next)
    {
        var change = new AccountChange(_state.Entry, next.Entry);
        _state = next;
        _telling.Value = true;
        foreach (var observer in Volatile.Read(ref _observers))
        {
            try
            {
                await observer(change, _stopping);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                _onFailure($"An observer failed on the change of the account in revision {next.Revision}", e);
            }
        }

        _telling.Value = false;
    }

    /// <param name="Entry">What is there.</param>
    /// <param name="Revision">The commit that made it so; null when there was none yet.</param>
    private sealed record State(AccountEntry Entry, long? Revision);

    private sealed class Subscription(AccountCatalog catalog, Func<AccountChange, CancellationToken, ValueTask> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (catalog._sync) catalog._observers = catalog._observers.Remove(observer);
        }
    }
}
