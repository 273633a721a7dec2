using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Portico.Storage.Tests;

/// <summary>Passes everything on to a store, remembers what was asked of it, and fails where a test says so.</summary>
internal sealed class RecordingStore(IDocumentStore store) : IDocumentStore
{
    /// <summary>Commits that would change something, in the order in which they were asked for.</summary>
    public ConcurrentQueue<DocumentCommit> Commits { get; } = new();

    /// <summary>Keys read and prefixes scanned.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    public Func<DocumentCommit, Task>? BeforeCommit { get; set; }

    public Func<DocumentCommit, Task>? AfterCommit { get; set; }

    /// <summary>What the next watch, or the one that is under way, throws after its next change.</summary>
    public Exception? WatchFailure { get; set; }

    public ValueTask<Document?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Reads.Enqueue(key);
        return store.ReadAsync(key, cancellationToken);
    }

    public IAsyncEnumerable<Document> ScanAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        Reads.Enqueue(keyPrefix);
        return store.ScanAsync(keyPrefix, cancellationToken);
    }

    public async ValueTask<CommitResult> CommitAsync(DocumentCommit commit, CancellationToken cancellationToken)
    {
        var changesSomething = !commit.Writes.IsEmpty || !commit.Deletes.IsEmpty;
        if (changesSomething)
        {
            Commits.Enqueue(commit);
            if (BeforeCommit is { } before) await before(commit);
        }

        var result = await store.CommitAsync(commit, cancellationToken);
        if (changesSomething && AfterCommit is { } after) await after(commit);
        return result;
    }

    public async IAsyncEnumerable<DocumentChange> WatchAsync(long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in store.WatchAsync(afterRevision, cancellationToken))
        {
            if (WatchFailure is { } failure)
            {
                WatchFailure = null;
                throw failure;
            }

            yield return change;
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
