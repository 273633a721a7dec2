namespace Portico.Storage.Sqlite;

/// <summary>How a SQLite store behaves.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>How long a lock held by another program (a backup, a shell) is waited for. Default 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many commits a watcher may look back, from 1. Default 10,000.</summary>
    public int RetainedCommits { get; init; } = 10_000;
}
