using Portico.Storage.Sqlite;

namespace Portico.Storage.Tests.Sqlite;

public sealed class SqliteDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override async Task<IDocumentStore> OpenAsync(int retainedCommits = 10_000) =>
        await SqliteDocumentStore.OpenAsync(_folder.File("portico.db"), new SqliteStoreOptions { RetainedCommits = retainedCommits }, CancellationToken.None);
}
