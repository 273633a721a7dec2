using System.Collections.Immutable;

namespace Portico.Storage;

/// <summary>What is to happen at once, and under which conditions.</summary>
public sealed record DocumentCommit
{
    /// <summary>Changes nothing, makes no revision, and answers the present one.</summary>
    public static DocumentCommit Empty { get; } = new();

    public ImmutableArray<DocumentWrite> Writes { get; init; } = [];

    /// <summary>Keys to delete; one under which nothing stands is no failure.</summary>
    public ImmutableArray<string> Deletes { get; init; } = [];

    /// <summary>What must hold for the commit to be made.</summary>
    public ImmutableArray<DocumentExpectation> Expectations { get; init; } = [];

    internal bool ChangesNothing => Writes.IsEmpty && Deletes.IsEmpty;

    /// <summary>The keys changed by this commit in key order; throws when one is malformed or is named twice.</summary>
    internal ImmutableArray<string> ChangedKeys()
    {
        var keys = ImmutableArray.CreateBuilder<string>(Writes.Length + Deletes.Length);
        foreach (var write in Writes) keys.Add(DocumentKey.Checked(write.Key));
        foreach (var key in Deletes) keys.Add(DocumentKey.Checked(key));
        foreach (var expectation in Expectations) DocumentKey.Checked(expectation.Key);
        keys.Sort(DocumentKey.Order);
        for (var i = 1; i < keys.Count; i++)
        {
            if (keys[i] == keys[i - 1])
                throw new ArgumentException($"A commit names the key '{keys[i]}' twice; write it once or delete it once.");
        }

        return keys.MoveToImmutable();
    }
}

/// <summary>A document to write, new or in place of the one that stands there.</summary>
public readonly record struct DocumentWrite(string Key, DocumentContent Content)
{
    public DocumentWrite(string key, ReadOnlyMemory<byte> content) : this(key, new DocumentContent(content))
    {
    }
}

/// <summary>What must be true of a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Revision">The revision that its document must have, or null when there must be none.</param>
public readonly record struct DocumentExpectation(string Key, long? Revision);
