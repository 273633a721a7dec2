namespace Portico.Storage;

/// <summary>
/// Documents under keys, changed by whole commits. Engines implement it; all that Portico knows about what is kept stands in
/// <see cref="Catalog"/>. Safe for use from any number of threads.
/// </summary>
/// <remarks>
/// A key is <c>kind/part/part</c>: well-formed Unicode, not empty. Keys are ordered by their UTF-8 bytes, the same in every engine
/// (and not the order of UTF-16 code units, which differs above U+FFFF).
/// </remarks>
public interface IDocumentStore : IAsyncDisposable
{
    /// <summary>The document under <paramref name="key"/>, or null when there is none.</summary>
    ValueTask<Document?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>All documents whose keys begin with <paramref name="keyPrefix"/>, in key order, as they were at one moment.</summary>
    IAsyncEnumerable<Document> ScanAsync(string keyPrefix, CancellationToken cancellationToken);

    /// <summary>
    /// Applies all of <paramref name="commit"/> or nothing. Once it answers, the commit survives the death of the process in every engine that
    /// keeps anything at all. The contents must not be altered before the answer.
    /// </summary>
    /// <returns>Whether every expectation held; only then something was written.</returns>
    /// <exception cref="ArgumentException">A key is malformed, or is written or deleted twice.</exception>
    ValueTask<CommitResult> CommitAsync(DocumentCommit commit, CancellationToken cancellationToken);

    /// <summary>Every commit after <paramref name="afterRevision"/>, in order, those to come included; ends only by cancellation.</summary>
    /// <exception cref="ForgottenRevisionException">The store no longer knows what was committed after that revision: read everything anew.</exception>
    IAsyncEnumerable<DocumentChange> WatchAsync(long afterRevision, CancellationToken cancellationToken);
}
