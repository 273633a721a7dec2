using Portico.Storage.Memory;

namespace Portico.Storage.Tests.Memory;

public sealed class MemoryDocumentStoreTests : DocumentStoreContract
{
    protected override Task<IDocumentStore> OpenAsync(int retainedCommits = 10_000) => Task.FromResult<IDocumentStore>(new MemoryDocumentStore(retainedCommits));
}
