using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.Model.Lambda;

namespace Portico.Storage.Functions;

/// <summary>
/// The functions of a store that other nodes may share: one document each, all of them in memory. Reading never waits; changes
/// run one after another. Safe for use on any thread. Does not own the store.
/// </summary>
public sealed class FunctionCatalog : IAsyncDisposable
{
    private const string Prefix = "function/";
    private const int MaxAttempts = 64;
    private static readonly TimeSpan PauseBeforeWatchingAgain = TimeSpan.FromSeconds(1);

    private readonly IDocumentStore _store;
    private readonly CatalogOptions _options;
    private readonly ConcurrentDictionary<string, Held> _functions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;

    private FunctionCatalog(IDocumentStore store, CatalogOptions options)
    {
        _store = store;
        _options = options;
    }

    /// <summary>Told of the name of each function that was deleted, here or on another node.</summary>
    public Action<string>? OnDeleted { get; set; }

    /// <summary>All functions, by name.</summary>
    public ImmutableArray<LambdaFunction> All => [.. _functions.Values.Select(held => held.Function).OrderBy(function => function.Name, StringComparer.Ordinal)];

    /// <summary>Reads what functions there are, and follows the store's changes from there.</summary>
    /// <exception cref="InvalidDataException">A document is not what this version of Portico can read.</exception>
    public static async Task<FunctionCatalog> OpenAsync(IDocumentStore store, CatalogOptions options, CancellationToken cancellationToken)
    {
        var catalog = new FunctionCatalog(store, options);
        var revision = (await store.CommitAsync(DocumentCommit.Empty, cancellationToken)).Revision;
        await catalog.ReadAllAsync(cancellationToken);
        catalog._following = Task.Run(() => catalog.FollowAsync(revision), CancellationToken.None);
        return catalog;
    }

    /// <summary>The function of that name, or null.</summary>
    public LambdaFunction? Find(string name) => _functions.TryGetValue(name, out var held) ? held.Function : null;

    /// <summary>Runs a change on the present function (null: there is none) and commits what it made.</summary>
    /// <param name="name">The function to make, change or delete.</param>
    /// <param name="change">Without side effects: it runs again when another node was faster. What it throws passes through and leaves everything as it was.</param>
    /// <param name="cancellationToken">Ends the waiting; once the commit has begun it is carried through.</param>
    /// <exception cref="ServiceException">Other nodes were faster time after time (409).</exception>
    public async Task<TResult> ChangeAsync<TResult>(string name, Func<LambdaFunction?, FunctionChange<TResult>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                var held = _functions.GetValueOrDefault(name);
                var made = change(held?.Function);
                if (ReferenceEquals(made.Next, held?.Function)) return made.Result;

                var key = Prefix + name;
                var commit = new DocumentCommit
                {
                    Writes = made.Next is null ? [] : [new(key, JsonSerializer.SerializeToUtf8Bytes(made.Next, FunctionJson.Function))],
                    Deletes = made.Next is null ? [key] : [],
                    Expectations = [new(key, held?.Revision)],
                };
                var result = await _store.CommitAsync(commit, CancellationToken.None);
                if (!result.Committed)
                {
                    await RefreshAsync(name, CancellationToken.None);
                    continue;
                }

                if (made.Next is null) Remove(name);
                else _functions[name] = new(made.Next, result.Revision);
                return made.Result;
            }

            throw new ServiceException(409, "ResourceConflictException", "The function was changed by others at the same time; try again");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following;
        _stopping.Dispose();
        _turn.Dispose();
    }

    private static LambdaFunction Read(Document document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Content.Span, FunctionJson.Function) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The document {document.Key} is no function that this version of Portico can read: {exception.Message}", exception);
        }
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        var unseen = _functions.Keys.ToHashSet(StringComparer.Ordinal);
        await foreach (var document in _store.ScanAsync(Prefix, cancellationToken))
        {
            var name = document.Key[Prefix.Length..];
            unseen.Remove(name);
            Take(name, document);
        }

        foreach (var name in unseen) Remove(name);
    }

    private async Task RefreshAsync(string name, CancellationToken cancellationToken)
    {
        if (await _store.ReadAsync(Prefix + name, cancellationToken) is { } document) Take(name, document);
        else Remove(name);
    }

    private void Take(string name, Document document)
    {
        // What this node wrote itself is there already, as the very object that runs.
        if (_functions.TryGetValue(name, out var held) && held.Revision >= document.Revision) return;
        _functions[name] = new(Read(document), document.Revision);
    }

    private void Remove(string name)
    {
        if (_functions.TryRemove(name, out _)) OnDeleted?.Invoke(name);
    }

    private async Task FollowAsync(long revision)
    {
        while (true)
        {
            try
            {
                await foreach (var change in _store.WatchAsync(revision, _stopping.Token))
                {
                    foreach (var key in change.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))) await InTurnAsync(() => RefreshAsync(key[Prefix.Length..], _stopping.Token));
                    revision = change.Revision;
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _options.OnFailure($"Following the store's changes after revision {revision} failed; all functions are read anew", e);
            }

            try
            {
                await Task.Delay(PauseBeforeWatchingAgain, _options.Time, _stopping.Token);
                revision = (await _store.CommitAsync(DocumentCommit.Empty, _stopping.Token)).Revision;
                await InTurnAsync(() => ReadAllAsync(_stopping.Token));
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _options.OnFailure("Reading all functions anew failed; it is tried again", e);
            }
        }
    }

    private async Task InTurnAsync(Func<Task> work)
    {
        await _turn.WaitAsync(_stopping.Token);
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Held(LambdaFunction Function, long Revision);
}
