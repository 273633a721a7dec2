using Microsoft.Data.Sqlite;

namespace Portico.Storage.Sqlite;

/// <summary>The database file: held for this process, its schema made or checked, and connections to it set up alike.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const long SchemaVersion = 1;

    // "Prtc": tells our file from another program's. See https://www.sqlite.org/pragma.html#pragma_application_id
    private const long ApplicationId = 0x50727463;

    private const string Schema = """
        CREATE TABLE document (key TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL, revision INTEGER NOT NULL) STRICT;
        CREATE TABLE change (revision INTEGER NOT NULL PRIMARY KEY, keys TEXT NOT NULL) STRICT;
        """;

    private readonly FileStream _hold;
    private readonly SqliteStoreOptions _options;

    private SqliteFile(string path, FileStream hold, SqliteStoreOptions options)
    {
        Path = path;
        _hold = hold;
        _options = options;
    }

    public string Path { get; }

    public static SqliteFile Open(string filePath, SqliteStoreOptions options)
    {
        var path = System.IO.Path.GetFullPath(filePath);
        var file = new SqliteFile(path, Hold(path), options);
        try
        {
            file.Prepare();
            return file;
        }
        catch (Exception e)
        {
            file.Dispose();
            throw e is StoreUnavailableException ? e : SqliteFailure.Explain(path, e);
        }
    }

    /// <summary>Any exception but a <see cref="StoreUnavailableException"/> is SQLite's own.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            // Closed is closed: the file must be free once the store is disposed of.
            Pooling = false,
            // SQLite itself waits for locks (busy_timeout), so the library need not repeat the command for longer.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout={(long)_options.BusyTimeout.TotalMilliseconds}");
            // Each commit is on the disk before it is acknowledged, also when the power fails.
            Execute(connection, "PRAGMA synchronous=FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _hold.Dispose();

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // A second process would not see this one's commits in its feed. The lock is the file system's, so it ends with the process however that ends;
    // the file stays, because deleting it would let two processes hold two files of the same name.
    private static FileStream Hold(string path)
    {
        var holdPath = path + ".lock";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return new FileStream(holdPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(holdPath))
        {
            throw SqliteFailure.InUse(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteFailure.Explain(path, e);
        }
    }

    private void Prepare()
    {
        using var connection = Connect();
        var version = Number(connection, "PRAGMA user_version");
        var application = Number(connection, "PRAGMA application_id");
        var isEmpty = Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (isEmpty ? version != 0 || application != 0 : application != ApplicationId) throw SqliteFailure.Foreign(Path);
        if (version > SchemaVersion) throw SqliteFailure.Newer(Path, version, SchemaVersion);

        // Persistent; outside the transaction, where alone it may be set.
        Execute(connection, "PRAGMA journal_mode=WAL");
        // Written even if nothing changes: a file or folder that cannot be written is found now, not by the first user.
        Execute(connection, $"""
            BEGIN IMMEDIATE;
            {(isEmpty ? Schema : "")}
            PRAGMA application_id={ApplicationId};
            PRAGMA user_version={SchemaVersion};
            COMMIT;
            """);
    }
}
