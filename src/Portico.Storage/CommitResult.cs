namespace Portico.Storage;

/// <summary>How a commit ended.</summary>
/// <param name="Committed">False when an expectation did not hold; then nothing was written.</param>
/// <param name="Revision">That of the commit; the store's present one when nothing was written.</param>
public readonly record struct CommitResult(bool Committed, long Revision);
