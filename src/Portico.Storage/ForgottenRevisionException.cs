namespace Portico.Storage;

/// <summary>A watcher asks for commits so old that the store has dropped the record of them; the documents themselves are all there.</summary>
public sealed class ForgottenRevisionException(long afterRevision, long oldestRevision) : Exception(
    $"The store no longer knows each commit after revision {afterRevision}, only those from {oldestRevision} on; read the documents anew and watch from there.")
{
    public long AfterRevision { get; } = afterRevision;

    /// <summary>The oldest commit still on record.</summary>
    public long OldestRevision { get; } = oldestRevision;
}
