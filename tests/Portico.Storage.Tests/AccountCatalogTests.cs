using System.Collections.Concurrent;
using System.Text;
using Portico.Aws;
using Portico.Storage.Memory;

namespace Portico.Storage.Tests;

/// <summary>What belongs to an account, over a store that other nodes may share.</summary>
public sealed class AccountCatalogTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly MemoryDocumentStore _documents = new();
    private readonly RecordingStore _store;
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly List<Catalog> _catalogs = [];

    public AccountCatalogTests() => _store = new RecordingStore(_documents);

    public async ValueTask DisposeAsync()
    {
        foreach (var catalog in _catalogs) await catalog.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_is_written_is_read_back_the_same()
    {
        var account = await OpenAsync();
        Assert.Equal(Shape.Of(new AccountEntry()), Shape.Of(account.Present));

        Assert.Equal("answer", await account.ChangeAsync(_ => (AccountSamples.Full(), "answer"), None));

        Assert.Equal(Shape.Of(AccountSamples.Full()), Shape.Of((await OpenAsync()).Present));
    }

    [Fact]
    public async Task One_new_key_among_ten_thousand_writes_one_document_beside_the_settings()
    {
        var account = await OpenAsync();
        await account.ChangeAsync(entry => (Enumerable.Range(0, 10_000).Aggregate(entry, (all, i) => all.With(AccountSamples.Key($"k{i}"))), 0), None);
        _store.Commits.Clear();

        await account.ChangeAsync(entry => (entry.With(AccountSamples.Key("new")), 0), None);

        var commit = Assert.Single(_store.Commits);
        Assert.Equal(["account/settings", "apikey/new"], commit.Writes.Select(write => write.Key));
        Assert.Empty(commit.Deletes);
    }

    [Fact]
    public async Task Each_kind_of_thing_has_its_own_documents_and_all_of_them_can_be_deleted()
    {
        var account = await OpenAsync();
        await account.ChangeAsync(_ => (AccountSamples.Full(), 0), None);
        string[] keys =
        [
            "apikey/key0000001", "basepathmapping/*.example.com%2F(none)", "basepathmapping/*.example.com%2Fa%2Fb", "certificate/arn:c", "clientcertificate/cer001",
            "domainname/*.example.com", "domainname/a.example.com+dom0000001", "domainnameaccessassociation/arn:aws:apigateway:r:1:%2Fdomainnameaccessassociations%2Fa",
            "routingrule/*.example.com%2Frule01", "usageplan/pla001", "usageplankey/pla001%2Fkey0000001", "vpclink/lin001",
        ];
        Assert.Equal(["account/settings", .. keys], _store.Commits.Single().Writes.Select(write => write.Key).Order(StringComparer.Ordinal));
        _store.Commits.Clear();

        await account.ChangeAsync(_ => (new AccountEntry(), 0), None);

        Assert.Equal(keys, _store.Commits.Single().Deletes.Order(StringComparer.Ordinal));
        Assert.Equal(Shape.Of(new AccountEntry()), Shape.Of((await OpenAsync()).Present));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_or_refuses_commits_nothing()
    {
        var account = await OpenAsync();

        Assert.Equal(1, await account.ChangeAsync(entry => (entry, 1), None));
        await Assert.ThrowsAsync<ServiceException>(() => account.ChangeAsync<int>(_ => throw ServiceException.NotFound("no"), None));

        Assert.Empty(_store.Commits);
    }

    [Fact]
    public async Task A_thing_under_a_key_that_is_not_its_own_is_a_bug()
    {
        var account = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => account.ChangeAsync(entry => (entry with { ApiKeys = entry.ApiKeys.Add("other", AccountSamples.Key("a")) }, 0), None));
    }

    [Fact]
    public async Task Changes_of_two_nodes_do_not_undo_each_other()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).ChangeAsync(entry => (entry.With(AccountSamples.Key($"k{i}")), 0), None))));

        Assert.Equal(20, (await OpenAsync()).Present.ApiKeys.Count);
    }

    [Fact]
    public async Task Observers_are_told_of_a_change_before_it_answers_and_of_those_of_other_nodes()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        var told = new BlockingCollection<(int Before, int After)>();
        using var subscription = here.Subscribe((change, _) =>
        {
            told.Add((change.Before.ApiKeys.Count, change.After.ApiKeys.Count), CancellationToken.None);
            return default;
        });

        await here.ChangeAsync(entry => (entry.With(AccountSamples.Key("a")), 0), None);
        Assert.Equal((0, 1), Assert.Single(told));
        told.Take(None);

        await there.ChangeAsync(entry => (entry.With(AccountSamples.Key("b")), 0), None);
        Assert.True(told.TryTake(out var seen, (int)TimeSpan.FromSeconds(20).TotalMilliseconds, None));
        Assert.Equal((1, 2), seen);
        Assert.Equal(2, here.Present.ApiKeys.Count);
    }

    [Fact]
    public async Task An_observer_that_fails_or_changes_the_account_fails_no_change()
    {
        var account = await OpenAsync();
        using var failing = account.Subscribe((_, _) => throw new InvalidOperationException("mine"));
        using var changing = account.Subscribe(async (_, _) => await account.ChangeAsync(entry => (entry.With(AccountSamples.Key("b")), 0), None));
        var told = 0;
        using var last = account.Subscribe((_, _) =>
        {
            told++;
            return default;
        });

        await account.ChangeAsync(entry => (entry.With(AccountSamples.Key("a")), 0), None);

        Assert.Equal((2, 1, 1), (_failures.Count, told, account.Present.ApiKeys.Count));
    }

    [Fact]
    public async Task A_commit_whose_end_nobody_knows_is_looked_up_before_the_next()
    {
        var account = await OpenAsync();
        _store.AfterCommit = _ => throw new IOException("the line broke");
        await Assert.ThrowsAsync<IOException>(() => account.ChangeAsync(entry => (entry.With(AccountSamples.Key("a")), 0), None));
        _store.AfterCommit = null;

        Assert.Equal(1, await account.ChangeAsync(entry => (entry.With(AccountSamples.Key("b")), entry.ApiKeys.Count), None));

        Assert.Equal(["a", "b"], account.Present.ApiKeys.Keys);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_named()
    {
        await _store.CommitAsync(
            new DocumentCommit { Writes = [new("account/settings", "{}"u8.ToArray()), new("apikey/a", Encoding.UTF8.GetBytes("""{"id":"a"}"""))] }, None);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync());

        Assert.StartsWith("document apikey/a, revision 1, $", failure.Message, StringComparison.Ordinal);
    }

    private async Task<AccountCatalog> OpenAsync()
    {
        var catalog = await Catalog.OpenAsync(_store, new CatalogOptions { OnFailure = (what, _) => _failures.Enqueue(what) }, None);
        _catalogs.Add(catalog);
        return catalog.Account;
    }
}
