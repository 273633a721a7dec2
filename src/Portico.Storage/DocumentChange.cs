using System.Collections.Immutable;

namespace Portico.Storage;

/// <summary>One commit as a watcher sees it.</summary>
/// <param name="Revision">Higher than that of the change before.</param>
/// <param name="Keys">What was written or deleted, in key order.</param>
public sealed record DocumentChange(long Revision, ImmutableArray<string> Keys);
