using Microsoft.Data.Sqlite;

namespace Portico.Storage.Sqlite;

/// <summary>What SQLite and the file system say, in words for whoever runs the gateway: the file, what is wrong with it, what to do.</summary>
internal static class SqliteFailure
{
    // See https://www.sqlite.org/rescode.html (primary result codes)
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public static StoreUnavailableException Explain(string filePath, Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: Busy or Locked } => new($"{filePath}: another program holds a lock on it; end that program, or wait until it is done", e),
        SqliteException { SqliteErrorCode: NotADatabase } => new($"{filePath}: is not a SQLite database; name another file, or move this one away and a new store is made", e),
        SqliteException { SqliteErrorCode: Corrupt } => new($"{filePath}: the database is damaged; restore it from a backup, or save what is left with 'sqlite3 FILE .recover'", e),
        SqliteException { SqliteErrorCode: Full } => new($"{filePath}: the disk is full; free some space, nothing that was acknowledged is lost", e),
        SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } or UnauthorizedAccessException =>
            new($"{filePath}: cannot be written; let the user that runs Portico write this file and its folder, or name another file", e),
        SqliteException { SqliteErrorCode: IoError } => new($"{filePath}: the disk failed ({e.Message}); check the volume and the system's log", e),
        IOException => new($"{filePath}: cannot be opened ({e.Message}); name a file in a folder that the user that runs Portico may write", e),
        _ => new($"{filePath}: {e.Message}; check the file, or name another one", e),
    };

    public static StoreUnavailableException InUse(string filePath, Exception e) =>
        new($"{filePath}: another Portico uses it; stop that one, or name another file (several nodes need a store that is a server)", e);

    public static StoreUnavailableException Newer(string filePath, long found, long known) =>
        new($"{filePath}: its schema is version {found}, this Portico knows up to {known}; run the version that wrote it, or a newer one");

    public static StoreUnavailableException Foreign(string filePath) =>
        new($"{filePath}: is the database of another program; name another file");
}
