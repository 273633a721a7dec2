using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Portico.Storage.Sqlite;

/// <summary>
/// The one writer, on a thread of its own. Commits that wait together share a transaction, and so one flush to the disk; each keeps its own
/// conditions, revision and answer.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    // Bounds how long the first of a group waits for the last.
    private const int MaxGroup = 256;
    private const long MaxGroupBytes = 16 * 1024 * 1024;

    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _rollback, _revisionOf, _write, _delete, _record, _forget;
    private readonly RevisionSignal _signal;
    private readonly int _retainedCommits;
    private readonly BlockingCollection<Request> _requests = new(new ConcurrentQueue<Request>());
    private readonly Thread _thread;

    /// <summary>Takes over <paramref name="connection"/>.</summary>
    public SqliteWriter(SqliteFile file, SqliteConnection connection, RevisionSignal signal, int retainedCommits)
    {
        _file = file;
        _connection = connection;
        _signal = signal;
        _retainedCommits = retainedCommits;
        _begin = Statement("BEGIN IMMEDIATE");
        _commit = Statement("COMMIT");
        _rollback = Statement("ROLLBACK");
        _revisionOf = Statement("SELECT revision FROM document WHERE key = @key", "@key");
        _write = Statement(
            "INSERT INTO document (key, content, revision) VALUES (@key, @content, @revision) " +
            "ON CONFLICT (key) DO UPDATE SET content = excluded.content, revision = excluded.revision",
            "@key", "@content", "@revision");
        _delete = Statement("DELETE FROM document WHERE key = @key", "@key");
        _record = Statement("INSERT INTO change (revision, keys) VALUES (@revision, @keys)", "@revision", "@keys");
        _forget = Statement("DELETE FROM change WHERE revision <= @revision", "@revision");
        _thread = new Thread(Run) { IsBackground = true, Name = "Portico SQLite writer" };
        _thread.Start();
    }

    public Task<CommitResult> CommitAsync(DocumentCommit commit, ImmutableArray<string> keys)
    {
        var request = new Request(commit, keys);
        try
        {
            _requests.Add(request);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteDocumentStore));
        }

        return request.Answer.Task;
    }

    /// <summary>Carries out what waits, then closes.</summary>
    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_begin, _commit, _rollback, _revisionOf, _write, _delete, _record, _forget]) command.Dispose();
        _connection.Dispose();
        _requests.Dispose();
    }

    private void Run()
    {
        var group = new List<Request>(MaxGroup);
        foreach (var first in _requests.GetConsumingEnumerable())
        {
            group.Add(first);
            var bytes = first.Bytes;
            while (group.Count < MaxGroup && bytes < MaxGroupBytes && _requests.TryTake(out var next))
            {
                group.Add(next);
                bytes += next.Bytes;
            }

            if (!TryCommit(group, out var failure))
            {
                // One of them may be to blame for all; alone, each fails for itself.
                foreach (var request in group)
                {
                    if (group.Count > 1 && TryCommit([request], out failure)) continue;
                    request.Answer.SetException(SqliteFailure.Explain(_file.Path, failure!));
                }
            }

            group.Clear();
        }
    }

    /// <summary>Commits the group and answers everyone, or leaves everything as it was and answers nobody.</summary>
    private bool TryCommit(IReadOnlyList<Request> group, out Exception? failure)
    {
        var results = new CommitResult[group.Count];
        var revision = _signal.Revision;
        try
        {
            RollBack();
            _begin.ExecuteNonQuery();
            for (var i = 0; i < group.Count; i++)
            {
                var holds = Holds(group[i].Commit.Expectations);
                if (holds && !group[i].Commit.ChangesNothing) Apply(group[i], ++revision);
                results[i] = new(holds, revision);
            }

            if (revision > _signal.Revision && revision > _retainedCommits) Run(_forget, revision - _retainedCommits);
            _commit.ExecuteNonQuery();
        }
        catch (Exception e)
        {
            failure = e;
            try
            {
                RollBack();
            }
            catch (SqliteException)
            {
                // The first failure is the one to tell; the transaction is ended before the next begins.
            }

            return false;
        }

        failure = null;
        // On the disk; only now may anyone see it.
        if (revision > _signal.Revision) _signal.Advance(revision);
        for (var i = 0; i < results.Length; i++) group[i].Answer.SetResult(results[i]);
        return true;
    }

    /// <summary>Ends what a failure may have left; SQLite itself ends the transaction after some.</summary>
    private void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) _rollback.ExecuteNonQuery();
    }

    private bool Holds(ImmutableArray<DocumentExpectation> expectations)
    {
        foreach (var expectation in expectations)
        {
            _revisionOf.Parameters[0].Value = expectation.Key;
            if (_revisionOf.ExecuteScalar() as long? != expectation.Revision) return false;
        }

        return true;
    }

    private void Apply(Request request, long revision)
    {
        foreach (var key in request.Commit.Deletes) Run(_delete, key);
        foreach (var write in request.Commit.Writes) Run(_write, write.Key, Bytes(write.Content.Bytes), revision);
        Run(_record, revision, JsonSerializer.Serialize(request.Keys));
    }

    // The library binds whole arrays only; mostly the content is one.
    private static byte[] Bytes(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : content.ToArray();

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private SqliteCommand Statement(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }

    private sealed record Request(DocumentCommit Commit, ImmutableArray<string> Keys)
    {
        public TaskCompletionSource<CommitResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Bytes { get; } = Commit.Writes.Sum(write => (long)write.Content.Bytes.Length);
    }
}
