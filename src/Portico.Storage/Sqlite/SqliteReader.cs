using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Portico.Storage.Sqlite;

/// <summary>One connection that only reads, with its prepared statements; used by one thread at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _end, _read, _scan, _scanAfter, _changes;

    /// <summary>Takes over <paramref name="connection"/>.</summary>
    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        SqliteFile.Execute(connection, "PRAGMA query_only=ON");
        _begin = Statement("BEGIN");
        _end = Statement("COMMIT");
        _read = Statement("SELECT key, content, revision FROM document WHERE key = @key", "@key");
        _scan = Statement("SELECT key, content, revision FROM document WHERE key >= @from ORDER BY key", "@from");
        _scanAfter = Statement("SELECT key, content, revision FROM document WHERE key > @from ORDER BY key", "@from");
        _changes = Statement("SELECT revision, keys FROM change WHERE revision > @after ORDER BY revision LIMIT @count", "@after", "@count");
    }

    /// <summary>Ends what <see cref="Scan"/> began; false when the connection is no longer fit for use.</summary>
    public bool TryEnd()
    {
        try
        {
            if (InTransaction) _end.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public Document? Read(string key)
    {
        _read.Parameters[0].Value = key;
        using var rows = _read.ExecuteReader();
        return rows.Read() ? DocumentOf(rows) : null;
    }

    /// <summary>
    /// The next documents under the prefix, at least one unless there are no more. Begins a transaction that holds until <see cref="TryEnd"/>, so that all
    /// batches are of one moment.
    /// </summary>
    public List<Document> Scan(string keyPrefix, string? after, int maxCount, int maxBytes)
    {
        if (!InTransaction) _begin.ExecuteNonQuery();
        var command = after is null ? _scan : _scanAfter;
        command.Parameters[0].Value = after ?? keyPrefix;
        using var rows = command.ExecuteReader();
        var documents = new List<Document>();
        // Everything under a prefix stands together, so the first stranger ends it; its content is not read.
        for (var bytes = 0; documents.Count < maxCount && bytes < maxBytes && rows.Read() && rows.GetString(0).StartsWith(keyPrefix, StringComparison.Ordinal);)
        {
            var document = DocumentOf(rows);
            bytes += document.Content.Length;
            documents.Add(document);
        }

        return documents;
    }

    public List<DocumentChange> Changes(long afterRevision, int maxCount)
    {
        _changes.Parameters[0].Value = afterRevision;
        _changes.Parameters[1].Value = maxCount;
        using var rows = _changes.ExecuteReader();
        var changes = new List<DocumentChange>();
        while (rows.Read()) changes.Add(new(rows.GetInt64(0), JsonSerializer.Deserialize<ImmutableArray<string>>(rows.GetString(1))));
        return changes;
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_begin, _end, _read, _scan, _scanAfter, _changes]) command.Dispose();
        _connection.Dispose();
    }

    private static Document DocumentOf(SqliteDataReader row) => new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2));

    private SqliteCommand Statement(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }
}
