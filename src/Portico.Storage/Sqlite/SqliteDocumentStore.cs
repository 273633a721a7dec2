using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Portico.Storage.Sqlite;

/// <summary>
/// Keeps documents in one SQLite file, which belongs to one process at a time; other programs may read it. An acknowledged commit is on the disk.
/// SQLite blocks, so it runs on the writer's thread and, to read, on threads of the pool, never on the caller's.
/// </summary>
public sealed class SqliteDocumentStore : IDocumentStore
{
    private const int BatchCount = 256;
    private const int BatchBytes = 1024 * 1024;

    private readonly SqliteFile _file;
    private readonly RevisionSignal _signal;
    private readonly SqliteWriter _writer;
    private readonly ConcurrentBag<SqliteReader> _idleReaders = [];
    private int _disposed;

    private SqliteDocumentStore(SqliteFile file, RevisionSignal signal, SqliteWriter writer)
    {
        _file = file;
        _signal = signal;
        _writer = writer;
    }

    /// <inheritdoc cref="OpenAsync(string, SqliteStoreOptions, CancellationToken)"/>
    public static Task<SqliteDocumentStore> OpenAsync(string filePath, CancellationToken cancellationToken) =>
        OpenAsync(filePath, new SqliteStoreOptions(), cancellationToken);

    /// <summary>Opens the store in <paramref name="filePath"/>; the file and its folder are made when there are none.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written, is in use, is no database of ours, or was written by a newer Portico.</exception>
    public static Task<SqliteDocumentStore> OpenAsync(string filePath, SqliteStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RetainedCommits, 1);
        return Task.Run(() => Open(filePath, options), cancellationToken);
    }

    public async ValueTask<Document?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        DocumentKey.Checked(key);
        return await ReadingAsync(reader => reader.Read(key), cancellationToken);
    }

    public async IAsyncEnumerable<Document> ScanAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await OnPoolAsync(RentReader, cancellationToken);
        try
        {
            for (string? after = null; ;)
            {
                var from = after;
                var batch = await OnPoolAsync(() => reader.Scan(keyPrefix, from, BatchCount, BatchBytes), cancellationToken);
                foreach (var document in batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return document;
                }

                if (batch.Count == 0) yield break;
                after = batch[^1].Key;
            }
        }
        finally
        {
            await OnPoolAsync(() => Return(reader), CancellationToken.None);
        }
    }

    public async ValueTask<CommitResult> CommitAsync(DocumentCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Taken by the writer it is carried out: the caller must learn how it ended, so there is no way back.
        return await _writer.CommitAsync(commit, commit.ChangedKeys());
    }

    public async IAsyncEnumerable<DocumentChange> WatchAsync(long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await _signal.WaitBeyondAsync(afterRevision, cancellationToken);
            var from = afterRevision;
            var changes = await ReadingAsync(reader => reader.Changes(from, BatchCount), cancellationToken);
            // Each commit has the next whole number, so a gap is what has been forgotten.
            if (changes[0].Revision > afterRevision + 1) throw new ForgottenRevisionException(afterRevision, changes[0].Revision);
            foreach (var change in changes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                afterRevision = change.Revision;
                yield return change;
            }
        }
    }

    /// <summary>Carries out the commits that wait, then closes the file. No reading may be under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _signal.Close();
        await Task.Run(() =>
        {
            _writer.Dispose();
            CloseIdleReaders();
            _file.Dispose();
        });
    }

    private static SqliteDocumentStore Open(string filePath, SqliteStoreOptions options)
    {
        var file = SqliteFile.Open(filePath, options);
        SqliteConnection? connection = null;
        try
        {
            connection = file.Connect();
            var signal = new RevisionSignal(SqliteFile.Number(connection, "SELECT coalesce(max(revision), 0) FROM change"));
            return new SqliteDocumentStore(file, signal, new SqliteWriter(file, connection, signal, options.RetainedCommits));
        }
        catch (Exception e)
        {
            connection?.Dispose();
            file.Dispose();
            throw SqliteFailure.Explain(file.Path, e);
        }
    }

    private Task<T> ReadingAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellationToken) => OnPoolAsync(
        () =>
        {
            var reader = RentReader();
            try
            {
                return read(reader);
            }
            finally
            {
                Return(reader);
            }
        },
        cancellationToken);

    private Task<T> OnPoolAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return work();
            }
            catch (SqliteException e)
            {
                throw SqliteFailure.Explain(_file.Path, e);
            }
        },
        cancellationToken);

    private SqliteReader RentReader()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _idleReaders.TryTake(out var idle) ? idle : new SqliteReader(_file.Connect());
    }

    /// <summary>True when the reader may serve another; false when it is closed.</summary>
    private bool Return(SqliteReader reader)
    {
        if (!reader.TryEnd())
        {
            reader.Dispose();
            return false;
        }

        _idleReaders.Add(reader);
        if (_disposed != 0) CloseIdleReaders();
        return true;
    }

    private void CloseIdleReaders()
    {
        while (_idleReaders.TryTake(out var reader)) reader.Dispose();
    }
}
