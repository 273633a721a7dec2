using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Portico.Storage.Memory;

/// <summary>Keeps documents as long as the process lives: for <c>portico run</c> and for tests.</summary>
public sealed class MemoryDocumentStore : IDocumentStore
{
    public const int DefaultRetainedCommits = 10_000;

    private static readonly IComparer<Document> ByKey = Comparer<Document>.Create((a, b) => DocumentKey.Order.Compare(a.Key, b.Key));

    private readonly Lock _committing = new();
    private readonly int _retainedCommits;
    private readonly RevisionSignal _signal = new(0);

    // Swapped whole by each commit: a reader keeps the moment at which it began.
    private volatile State _state = new(ImmutableSortedSet.Create(ByKey), ImmutableList<DocumentChange>.Empty, 0);
    private volatile bool _disposed;

    /// <param name="retainedCommits">How many commits a watcher may look back, from 1. Default 10,000.</param>
    public MemoryDocumentStore(int retainedCommits = DefaultRetainedCommits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retainedCommits, 1);
        _retainedCommits = retainedCommits;
    }

    public ValueTask<Document?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_state.Documents.TryGetValue(Probe(DocumentKey.Checked(key)), out var found) ? found : null);
    }

    public async IAsyncEnumerable<Document> ScanAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        ObjectDisposedException.ThrowIf(_disposed, this);
        var documents = _state.Documents;
        var first = documents.IndexOf(Probe(keyPrefix));
        for (var i = first < 0 ? ~first : first; i < documents.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var document = documents[i];
            if (!document.Key.StartsWith(keyPrefix, StringComparison.Ordinal)) yield break;
            yield return document;
        }
    }

    public ValueTask<CommitResult> CommitAsync(DocumentCommit commit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var keys = commit.ChangedKeys();
        lock (_committing)
        {
            var state = _state;
            foreach (var expectation in commit.Expectations)
            {
                var revision = state.Documents.TryGetValue(Probe(expectation.Key), out var found) ? found.Revision : (long?)null;
                if (revision != expectation.Revision) return new(new CommitResult(false, state.Revision));
            }

            if (commit.ChangesNothing) return new(new CommitResult(true, state.Revision));
            var next = state.Revision + 1;
            var documents = state.Documents.ToBuilder();
            foreach (var key in keys) documents.Remove(Probe(key));
            // A copy, because the caller's buffer is only lent until the answer.
            foreach (var write in commit.Writes) documents.Add(new Document(write.Key, write.Content.Kept(), next));
            var changes = state.Changes.Add(new DocumentChange(next, keys));
            if (changes.Count > _retainedCommits) changes = changes.RemoveAt(0);
            _state = new(documents.ToImmutable(), changes, next);
            _signal.Advance(next);
            return new(new CommitResult(true, next));
        }
    }

    public async IAsyncEnumerable<DocumentChange> WatchAsync(long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await _signal.WaitBeyondAsync(afterRevision, cancellationToken);
            var changes = _state.Changes;
            Debug.Assert(!changes.IsEmpty, "a revision was made, and the newest is always retained");
            // Each commit has the next whole number, so places follow from revisions.
            var oldest = changes[0].Revision;
            if (oldest > afterRevision + 1) throw new ForgottenRevisionException(afterRevision, oldest);
            for (var i = (int)(afterRevision + 1 - oldest); i < changes.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                afterRevision = changes[i].Revision;
                yield return changes[i];
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _signal.Close();
        return default;
    }

    private static Document Probe(string key) => new(key, default(ReadOnlyMemory<byte>), 0);

    private sealed record State(ImmutableSortedSet<Document> Documents, ImmutableList<DocumentChange> Changes, long Revision);
}
