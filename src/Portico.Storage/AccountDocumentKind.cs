using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portico.Storage.Serialization;

namespace Portico.Storage;

/// <summary>One kind of an account's things: the first segment of its keys, and its place in the entry.</summary>
internal interface IAccountDocumentKind
{
    Task<AccountEntry> ReadAsync(IDocumentStore store, AccountEntry entry, CancellationToken cancellationToken);

    /// <summary>Adds what must be written and deleted so that one entry becomes the other.</summary>
    void Compare(AccountEntry before, AccountEntry after, ImmutableArray<DocumentWrite>.Builder writes, ImmutableArray<string>.Builder deletes);
}

/// <inheritdoc/>
internal sealed class AccountDocumentKind<T>(
    string name,
    Func<JsonTypeInfo<T>> type,
    Func<AccountEntry, ImmutableSortedDictionary<string, T>> get,
    Func<AccountEntry, ImmutableSortedDictionary<string, T>, AccountEntry> with,
    Func<T, string> keyOf) : IAccountDocumentKind
    where T : class
{
    public async Task<AccountEntry> ReadAsync(IDocumentStore store, AccountEntry entry, CancellationToken cancellationToken)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        await foreach (var document in store.ScanAsync($"{name}/", cancellationToken))
        {
            var thing = StoredJson.Read(document, type());
            all[keyOf(thing)] = thing;
        }

        return with(entry, all.ToImmutable());
    }

    public void Compare(AccountEntry before, AccountEntry after, ImmutableArray<DocumentWrite>.Builder writes, ImmutableArray<string>.Builder deletes)
    {
        var (old, now) = (get(before), get(after));
        if (ReferenceEquals(old, now)) return;
        foreach (var (key, thing) in now)
        {
            if (old.TryGetValue(key, out var same) && ReferenceEquals(same, thing)) continue;
            // Read back, a thing is found under its own key; another would be lost.
            if (keyOf(thing) != key) throw new ArgumentException($"The {name} '{keyOf(thing)}' stands under the key '{key}'; it must stand under its own.");
            writes.Add(new(DocumentOf(key), new DocumentContent(() => JsonSerializer.SerializeToUtf8Bytes(thing, type()))));
        }

        foreach (var key in old.Keys)
        {
            if (!now.ContainsKey(key)) deletes.Add(DocumentOf(key));
        }
    }

    private string DocumentOf(string key) => $"{name}/{DocumentKey.Escape(key)}";
}
