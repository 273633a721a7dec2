using System.Collections.Immutable;
using System.Text;

namespace Portico.Storage.Tests;

/// <summary>What every engine does; each engine's tests inherit it.</summary>
public abstract class DocumentStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_written_document_is_read_back_with_the_revision_of_its_commit()
    {
        await using var store = await OpenAsync();

        var result = await store.CommitAsync(Writing(("pet/1", "{\"a\":1}")), None);

        Assert.True(result.Committed);
        var document = await store.ReadAsync("pet/1", None);
        Assert.Equal("{\"a\":1}", TextOf(document));
        Assert.Equal("pet/1", document!.Key);
        Assert.Equal(result.Revision, document.Revision);
    }

    [Fact]
    public async Task Where_nothing_was_written_nothing_is_read()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Writing(("pet/1", "{}")), None);

        Assert.Null(await store.ReadAsync("pet", None));
        Assert.Null(await store.ReadAsync("pet/", None));
        Assert.Null(await store.ReadAsync("pet/11", None));
    }

    [Fact]
    public async Task A_later_write_takes_the_place_of_an_earlier_one_under_a_higher_revision()
    {
        await using var store = await OpenAsync();
        var first = await store.CommitAsync(Writing(("pet/1", "1")), None);

        var second = await store.CommitAsync(Writing(("pet/1", "2")), None);

        Assert.True(second.Revision > first.Revision);
        var document = await store.ReadAsync("pet/1", None);
        Assert.Equal("2", TextOf(document));
        Assert.Equal(second.Revision, document!.Revision);
    }

    [Fact]
    public async Task A_deleted_document_is_gone_and_deleting_what_is_not_there_is_no_failure()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Writing(("pet/1", "1"), ("pet/2", "2")), None);

        var result = await store.CommitAsync(new DocumentCommit { Deletes = ["pet/1", "pet/3"] }, None);

        Assert.True(result.Committed);
        Assert.Equal(["pet/2"], await KeysAsync(store, ""));
    }

    [Fact]
    public async Task An_empty_commit_answers_the_present_revision_and_makes_none()
    {
        await using var store = await OpenAsync();
        Assert.Equal(new CommitResult(true, 0), await store.CommitAsync(DocumentCommit.Empty, None));
        var written = await store.CommitAsync(Writing(("pet/1", "1")), None);

        Assert.Equal(new CommitResult(true, written.Revision), await store.CommitAsync(DocumentCommit.Empty, None));
        Assert.Equal(new CommitResult(true, written.Revision), await store.CommitAsync(DocumentCommit.Empty, None));
    }

    [Fact]
    public async Task A_commit_is_made_when_all_its_expectations_hold()
    {
        await using var store = await OpenAsync();
        var written = await store.CommitAsync(Writing(("pet/1", "1")), None);

        var result = await store.CommitAsync(
            Writing(("pet/2", "2")) with { Expectations = [new("pet/1", written.Revision), new("pet/2", null)] }, None);

        Assert.True(result.Committed);
        Assert.Equal("2", TextOf(await store.ReadAsync("pet/2", None)));
    }

    [Theory]
    [InlineData("pet/1", -1L)]
    [InlineData("pet/1", null)]
    [InlineData("pet/9", 1L)]
    public async Task A_commit_writes_nothing_at_all_when_one_expectation_does_not_hold(string key, long? revision)
    {
        await using var store = await OpenAsync();
        var before = await store.CommitAsync(Writing(("pet/1", "1"), ("pet/2", "2")), None);

        var result = await store.CommitAsync(
            new DocumentCommit
            {
                Writes = [Write("pet/1", "new"), Write("pet/3", "new")],
                Deletes = ["pet/2"],
                Expectations = [new("pet/2", before.Revision), new(key, revision)],
            },
            None);

        Assert.Equal(new CommitResult(false, before.Revision), result);
        Assert.Equal(["pet/1=1", "pet/2=2"], await PairsAsync(store, ""));
    }

    [Fact]
    public async Task Expectations_alone_are_checked_without_a_commit()
    {
        await using var store = await OpenAsync();
        var written = await store.CommitAsync(Writing(("pet/1", "1")), None);

        Assert.True((await store.CommitAsync(new DocumentCommit { Expectations = [new("pet/1", written.Revision)] }, None)).Committed);
        Assert.False((await store.CommitAsync(new DocumentCommit { Expectations = [new("pet/1", null)] }, None)).Committed);
    }

    [Fact]
    public async Task A_commit_that_names_a_key_twice_is_refused_whole()
    {
        await using var store = await OpenAsync();

        var failure = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.CommitAsync(new DocumentCommit { Writes = [Write("pet/1", "1"), Write("pet/2", "2")], Deletes = ["pet/1"] }, None));

        Assert.Equal("A commit names the key 'pet/1' twice; write it once or delete it once.", failure.Message);
        Assert.Empty(await KeysAsync(store, ""));
    }

    [Fact]
    public async Task A_key_that_not_every_engine_can_keep_is_refused()
    {
        await using var store = await OpenAsync();

        // Not rows of a theory: attributes cannot hold half a surrogate pair.
        foreach (var key in (string[])["", "pet/\ud83d", "pet/\udc31x", "pet/\0"])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.CommitAsync(Writing((key, "1")), None));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.ReadAsync(key, None));
        }
    }

    [Fact]
    public async Task A_scan_gives_what_begins_with_the_prefix_in_key_order()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Writing(("pet/b", ""), ("pet/a/2", ""), ("petal/1", ""), ("pet", ""), ("pet/a/10", ""), ("ox/1", ""), ("pet/B", ""), ("pet/a", "")), None);

        Assert.Equal(["pet/B", "pet/a", "pet/a/10", "pet/a/2", "pet/b"], await KeysAsync(store, "pet/"));
        Assert.Equal(["pet/a/10", "pet/a/2"], await KeysAsync(store, "pet/a/"));
        Assert.Empty(await KeysAsync(store, "pet/c"));
        Assert.Equal(8, (await KeysAsync(store, "")).Count);
    }

    [Fact]
    public async Task Keys_of_any_script_are_kept_apart_and_ordered_by_code_point()
    {
        await using var store = await OpenAsync();
        // The cat lies above U+FFFF: by UTF-16 code units it would stand before U+E000 and U+FFFD.
        string[] keys = ["k/a", "k/z", "k/é", "k/e\u0301", "k/ß", "k/日本", "k/\ue000", "k/\ufffd", "k/\U0001F431", "k/\U0001F431/x", "k/'\"%_\\", "k/\t"];
        await store.CommitAsync(Writing([.. keys.Select(key => (key, key))]), None);

        Assert.Equal(keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal), await KeysAsync(store, "k/"));
        foreach (var key in keys) Assert.Equal(key, TextOf(await store.ReadAsync(key, None)));
        Assert.Equal(["k/\U0001F431", "k/\U0001F431/x"], await KeysAsync(store, "k/\U0001F431"));
    }

    [Fact]
    public async Task A_scan_sees_the_moment_at_which_it_began()
    {
        await using var store = await OpenAsync();
        var keys = Enumerable.Range(0, 1_000).Select(i => $"pet/{i:D4}").ToArray();
        await store.CommitAsync(Writing([.. keys.Select(key => (key, "old"))]), None);

        var seen = new List<string>();
        await foreach (var document in store.ScanAsync("pet/", None))
        {
            if (seen.Count == 0)
            {
                await store.CommitAsync(
                    new DocumentCommit { Writes = [Write("pet/0500", "new"), Write("pet/9999", "new")], Deletes = ["pet/0999"] }, None);
            }

            seen.Add($"{document.Key}={TextOf(document)}");
        }

        Assert.Equal(keys.Select(key => $"{key}=old"), seen);
    }

    [Fact]
    public async Task A_scan_may_be_left_early_and_the_store_goes_on()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Writing([.. Enumerable.Range(0, 600).Select(i => ($"pet/{i:D4}", "1"))]), None);
        for (var i = 0; i < 20; i++)
        {
            await foreach (var document in store.ScanAsync("pet/", None))
            {
                Assert.Equal("pet/0000", document.Key);
                break;
            }
        }

        Assert.True((await store.CommitAsync(Writing(("pet/0000", "2")), None)).Committed);
        Assert.Equal("2", TextOf(await store.ReadAsync("pet/0000", None)));
    }

    [Fact]
    public async Task Large_documents_are_kept_whole()
    {
        await using var store = await OpenAsync();
        var large = new byte[5 * 1024 * 1024];
        for (var i = 0; i < large.Length; i++) large[i] = (byte)('a' + (i * 31L % 26));

        await store.CommitAsync(new DocumentCommit { Writes = [new("big/1", large), new("big/2", large), Write("big/3", "")] }, None);

        Assert.Equal(large, (await store.ReadAsync("big/1", None))!.Content.ToArray());
        Assert.Equal([large.Length, large.Length, 0], await ScanAsync(store, "big/", document => document.Content.Length));
    }

    [Fact]
    public async Task The_content_written_is_the_part_given_and_not_the_buffer_around_it()
    {
        await using var store = await OpenAsync();
        var buffer = Encoding.UTF8.GetBytes("0123456789");

        await store.CommitAsync(new DocumentCommit { Writes = [new("pet/1", buffer.AsMemory(3, 4))] }, None);
        buffer[4] = (byte)'x';

        Assert.Equal("3456", TextOf(await store.ReadAsync("pet/1", None)));
    }

    [Fact]
    public async Task A_watcher_gets_the_commits_before_and_after_it_came_in_order()
    {
        await using var store = await OpenAsync();
        var first = await store.CommitAsync(Writing(("pet/1", "1")), None);
        await store.CommitAsync(Writing(("pet/3", "1"), ("pet/2", "1")), None);

        await using var watch = store.WatchAsync(first.Revision, None).GetAsyncEnumerator();
        Assert.Equal(["pet/2", "pet/3"], await NextAsync(watch));
        var waiting = NextAsync(watch);
        Assert.False(waiting.IsCompleted);
        var third = await store.CommitAsync(new DocumentCommit { Writes = [Write("pet/4", "1")], Deletes = ["pet/2"] }, None);

        Assert.Equal(["pet/2", "pet/4"], await waiting);
        Assert.Equal(third.Revision, watch.Current.Revision);
    }

    [Fact]
    public async Task A_watcher_hears_nothing_of_commits_that_changed_nothing()
    {
        await using var store = await OpenAsync();
        await using var watch = store.WatchAsync(0, None).GetAsyncEnumerator();
        await store.CommitAsync(DocumentCommit.Empty, None);
        await store.CommitAsync(Writing(("pet/1", "1")) with { Expectations = [new("pet/1", 7)] }, None);
        await store.CommitAsync(Writing(("pet/2", "1")), None);

        Assert.Equal(["pet/2"], await NextAsync(watch));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_watcher_is_told_of_can_be_read()
    {
        await using var store = await OpenAsync();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) await store.CommitAsync(Writing(($"pet/{i}", $"{i}")), None);
        });

        var seen = 0;
        await foreach (var change in store.WatchAsync(0, TestContext.Current.CancellationToken))
        {
            var document = await store.ReadAsync(change.Keys.Single(), None);
            Assert.Equal(change.Revision, document!.Revision);
            if (++seen == 50) break;
        }

        await writing;
    }

    [Fact]
    public async Task A_watch_ends_by_cancellation()
    {
        await using var store = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        await using var watch = store.WatchAsync(0, cancellation.Token).GetAsyncEnumerator();
        var waiting = watch.MoveNextAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    [Fact]
    public async Task A_watch_ends_when_the_store_is_disposed_of()
    {
        var store = await OpenAsync();
        await using var watch = store.WatchAsync(0, None).GetAsyncEnumerator();
        var waiting = watch.MoveNextAsync();

        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await waiting);
    }

    [Fact]
    public async Task A_watcher_that_asks_for_forgotten_commits_is_told_so()
    {
        await using var store = await OpenAsync(retainedCommits: 3);
        for (var i = 1; i <= 5; i++) await store.CommitAsync(Writing(("pet/1", $"{i}")), None);

        await using (var tooOld = store.WatchAsync(1, None).GetAsyncEnumerator())
        {
            var failure = await Assert.ThrowsAsync<ForgottenRevisionException>(async () => await tooOld.MoveNextAsync());
            Assert.Equal(3, failure.OldestRevision);
        }

        await using var known = store.WatchAsync(2, None).GetAsyncEnumerator();
        await NextAsync(known);
        Assert.Equal(3, known.Current.Revision);
    }

    [Fact]
    public async Task Concurrent_writers_each_get_a_revision_of_their_own_and_lose_nothing()
    {
        await using var store = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(async () =>
            await store.CommitAsync(Writing(($"pet/{i:D4}", $"{i}")), None))));

        Assert.All(results, result => Assert.True(result.Committed));
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), results.Select(result => result.Revision).Order());
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"pet/{i:D4}={i}"), await PairsAsync(store, "pet/"));
    }

    [Fact]
    public async Task Of_concurrent_writers_with_the_same_expectation_exactly_one_wins()
    {
        await using var store = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
            await store.CommitAsync(Writing(("pet/1", $"{i}"), ($"winner/{i}", "")) with { Expectations = [new("pet/1", null)] }, None))));

        var winner = Array.FindIndex(results, result => result.Committed);
        Assert.Single(results, result => result.Committed);
        Assert.Equal($"{winner}", TextOf(await store.ReadAsync("pet/1", None)));
        Assert.Equal([$"winner/{winner}"], await KeysAsync(store, "winner/"));
    }

    [Fact]
    public async Task Concurrent_counting_with_expectations_loses_no_step()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Writing(("count", "0")), None);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var steps = 0; steps < 25;)
            {
                var present = (await store.ReadAsync("count", None))!;
                var next = int.Parse(TextOf(present)!, System.Globalization.CultureInfo.InvariantCulture) + 1;
                var result = await store.CommitAsync(Writing(("count", $"{next}")) with { Expectations = [new("count", present.Revision)] }, None);
                if (result.Committed) steps++;
            }
        })));

        Assert.Equal("200", TextOf(await store.ReadAsync("count", None)));
    }

    /// <summary>A store in which nothing stands yet.</summary>
    protected abstract Task<IDocumentStore> OpenAsync(int retainedCommits = 10_000);

    protected static DocumentCommit Writing(params (string Key, string Text)[] documents) =>
        new() { Writes = [.. documents.Select(document => Write(document.Key, document.Text))] };

    protected static DocumentWrite Write(string key, string text) => new(key, Encoding.UTF8.GetBytes(text));

    protected static string? TextOf(Document? document) => document is null ? null : Encoding.UTF8.GetString(document.Content.Span);

    protected static Task<List<string>> KeysAsync(IDocumentStore store, string prefix) => ScanAsync(store, prefix, document => document.Key);

    protected static Task<List<string>> PairsAsync(IDocumentStore store, string prefix) =>
        ScanAsync(store, prefix, document => $"{document.Key}={TextOf(document)}");

    private static async Task<List<T>> ScanAsync<T>(IDocumentStore store, string prefix, Func<Document, T> select)
    {
        var results = new List<T>();
        await foreach (var document in store.ScanAsync(prefix, None)) results.Add(select(document));
        return results;
    }

    private static async Task<ImmutableArray<string>> NextAsync(IAsyncEnumerator<DocumentChange> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return watch.Current.Keys;
    }
}
