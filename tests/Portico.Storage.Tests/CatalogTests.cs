using System.Collections.Concurrent;
using Portico.Aws;
using Portico.Model.Rest;
using Portico.Storage.Memory;

namespace Portico.Storage.Tests;

public sealed class CatalogTests : IAsyncDisposable
{
    private const string Id = "api0000001";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly MemoryDocumentStore _documents = new();
    private readonly RecordingStore _store;
    private readonly ConcurrentQueue<(string What, Exception Cause)> _failures = new();
    private readonly List<Catalog> _catalogs = [];

    public CatalogTests() => _store = new RecordingStore(_documents);

    public async ValueTask DisposeAsync()
    {
        foreach (var catalog in _catalogs) await catalog.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task An_API_that_was_made_is_found_by_this_catalog_and_by_one_opened_later()
    {
        var catalog = await OpenAsync();
        var made = Samples.Full();

        var answer = await catalog.ChangeRestApiAsync(Id, present => new RestApiChange<string>(present is null ? made : null, "answer"), None);

        Assert.Equal("answer", answer);
        Assert.Same(made, await catalog.FindRestApiAsync(Id, None));
        var reopened = await OpenAsync();
        Assert.Equal(Shape.Of(made), Shape.Of(await reopened.FindRestApiAsync(Id, None)));
        Assert.Equal(Shape.Of(made.Definition.Api), Shape.Of(Assert.Single(reopened.RestApis)));
    }

    [Fact]
    public async Task What_was_never_made_is_not_found()
    {
        var catalog = await OpenAsync();

        Assert.Null(await catalog.FindRestApiAsync(Id, None));
        Assert.Null(await catalog.FindRestApiAsync("", None));
        Assert.Null(await catalog.FindSnapshotAsync(Id, "dep001", None));
        Assert.Empty(catalog.RestApis);
    }

    [Fact]
    public async Task APIs_are_listed_by_creation_then_id_and_a_list_once_taken_stays_as_it_is()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry("c", minutesAfterNoon: 1));
        await MakeAsync(catalog, Samples.Entry("b", minutesAfterNoon: 2));
        await MakeAsync(catalog, Samples.Entry("B", minutesAfterNoon: 2));
        await MakeAsync(catalog, Samples.Entry("d"));
        var taken = catalog.RestApis;

        await DeleteAsync(catalog, "c");
        await ChangeAsync(catalog, "d", entry => entry with { Definition = entry.Definition with { Api = entry.Definition.Api with { Name = "new" } } });

        Assert.Equal(["d", "c", "B", "b"], taken.Select(api => api.Id));
        Assert.Equal(["d", "B", "b"], catalog.RestApis.Select(api => api.Id));
        Assert.Equal("new", catalog.RestApis[0].Name);
        Assert.Equal(["d", "B", "b"], (await OpenAsync()).RestApis.Select(api => api.Id));
    }

    [Fact]
    public async Task Opening_and_listing_reads_no_part_of_any_API()
    {
        await MakeAsync(await OpenAsync(), Samples.Full());
        _store.Reads.Clear();

        Assert.Single((await OpenAsync()).RestApis);

        Assert.Equal(["restapi/", "account/settings"], _store.Reads);
    }

    [Fact]
    public async Task An_entry_is_read_once_however_many_ask_for_it()
    {
        await MakeAsync(await OpenAsync(), Samples.Full());
        var catalog = await OpenAsync();
        _store.Reads.Clear();

        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await catalog.FindRestApiAsync(Id, None))));

        Assert.All(found, entry => Assert.Same(found[0], entry));
        Assert.Single(_store.Reads, read => read == $"resource/{Id}/");
    }

    [Fact]
    public async Task One_new_resource_among_ten_thousand_writes_one_document_beside_the_API()
    {
        var catalog = await OpenAsync();
        var entry = Samples.Entry();
        var resources = entry.Definition.Resources.ToBuilder();
        for (var i = 0; i < 10_000; i++) resources.Add($"r{i}", Samples.Resource($"r{i}"));
        await MakeAsync(catalog, entry with { Definition = entry.Definition with { Resources = resources.ToImmutable() } });
        _store.Commits.Clear();

        await ChangeAsync(catalog, Id, present => present.With(Samples.Resource("new")));

        var commit = Assert.Single(_store.Commits);
        Assert.Equal([$"restapi/{Id}", $"resource/{Id}/new"], commit.Writes.Select(write => write.Key));
        Assert.Empty(commit.Deletes);
        Assert.Equal(10_002, (await (await OpenAsync()).FindRestApiAsync(Id, None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task Each_kind_of_part_is_written_and_deleted_by_itself()
    {
        var catalog = await OpenAsync();
        var full = Samples.Full();
        await MakeAsync(catalog, full);
        _store.Commits.Clear();

        await ChangeAsync(catalog, Id, entry => entry with { Stages = entry.Stages.SetItem("prod", entry.Stages["prod"] with { Description = "new" }) });
        await ChangeAsync(catalog, Id, entry => entry with { Definition = entry.Definition with { Models = entry.Definition.Models.Remove("Pet") } });
        await ChangeAsync(catalog, Id, entry => entry with { Definition = entry.Definition with { Resources = entry.Definition.Resources.Remove("a/b%2F") } });
        await ChangeAsync(catalog, Id, entry => entry with { Definition = entry.Definition with { RequestValidators = entry.Definition.RequestValidators.Clear() } });
        await ChangeAsync(catalog, Id, entry => entry with { Definition = entry.Definition with { GatewayResponses = entry.Definition.GatewayResponses.Clear() } });

        Assert.Equal(
            [
                $"+restapi/{Id} +stage/{Id}/prod",
                $"+restapi/{Id} -model/{Id}/Pet",
                $"+restapi/{Id} -resource/{Id}/a%2Fb%252F",
                $"+restapi/{Id} -requestvalidator/{Id}/val001",
                $"+restapi/{Id} -gatewayresponse/{Id}/DEFAULT_4XX",
            ],
            _store.Commits.Select(commit =>
                string.Join(' ', commit.Writes.Select(write => $"+{write.Key}").Concat(commit.Deletes.Select(key => $"-{key}")))));
    }

    [Fact]
    public async Task A_change_that_gives_back_what_it_got_writes_nothing_and_is_told_to_nobody()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());
        _store.Commits.Clear();
        using var subscription = catalog.Subscribe((_, _) => throw new InvalidOperationException("told"));

        Assert.Equal(1, await catalog.ChangeRestApiAsync(Id, present => new RestApiChange<int>(present, 1), None));
        Assert.Equal(2, await catalog.ChangeRestApiAsync("unknown", present => new RestApiChange<int>(present, 2), None));

        Assert.Empty(_store.Commits);
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task Deleting_an_API_deletes_everything_in_it_and_nothing_beside_it()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Full(Id), "dep001");
        await MakeAsync(catalog, Samples.Full(Id + "0"), "dep001");

        await DeleteAsync(catalog, Id);

        Assert.Null(await catalog.FindRestApiAsync(Id, None));
        Assert.Null(await catalog.FindSnapshotAsync(Id, "dep001", None));
        Assert.Equal([Id + "0"], catalog.RestApis.Select(api => api.Id));
        var left = new List<string>();
        await foreach (var document in _documents.ScanAsync("", None)) left.Add(document.Key);
        Assert.Equal(13, left.Count);
        Assert.All(left, key => Assert.Contains($"/{Id}0", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_API_may_be_made_again_after_its_deletion()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Full(), "dep001");
        await DeleteAsync(catalog, Id);

        await MakeAsync(catalog, Samples.Entry());

        Assert.Equal(Shape.Of(Samples.Entry()), Shape.Of(await (await OpenAsync()).FindRestApiAsync(Id, None)));
    }

    [Fact]
    public async Task Two_hundred_parallel_changes_of_one_API_lose_nothing()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource($"r{i}"))))));

        Assert.Equal(201, (await catalog.FindRestApiAsync(Id, None))!.Definition.Resources.Count);
        Assert.Equal(201, (await (await OpenAsync()).FindRestApiAsync(Id, None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task Parallel_changes_by_several_nodes_on_one_store_lose_nothing()
    {
        Catalog[] nodes = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        await MakeAsync(nodes[0], Samples.Entry());

        // Made a moment ago by another node, the API may not have reached this one's list; a change looks in the store.
        await Task.WhenAll(Enumerable.Range(0, 150).Select(i => Task.Run(() =>
            ChangeAsync(nodes[i % nodes.Length], Id, entry => entry.With(Samples.Resource($"r{i}"))))));

        Assert.Equal(151, (await (await OpenAsync()).FindRestApiAsync(Id, None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task A_change_runs_again_on_the_newer_entry_when_another_node_was_faster()
    {
        var here = await OpenAsync();
        await MakeAsync(here, Samples.Entry());
        var there = await Catalog.OpenAsync(_documents, None);
        _catalogs.Add(there);
        _store.BeforeCommit = async _ =>
        {
            _store.BeforeCommit = null;
            await ChangeAsync(there, Id, entry => entry.With(Samples.Resource("there")));
        };

        var runs = 0;
        await ChangeAsync(here, Id, entry =>
        {
            runs++;
            return entry.With(Samples.Resource("here"));
        });

        Assert.Equal(2, runs);
        Assert.Equal(["here", "root", "there"], (await here.FindRestApiAsync(Id, None))!.Definition.Resources.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_that_always_comes_too_late_ends_as_a_conflict()
    {
        var here = await OpenAsync();
        await MakeAsync(here, Samples.Entry());
        var there = await Catalog.OpenAsync(_documents, None);
        _catalogs.Add(there);
        _store.BeforeCommit = _ => ChangeAsync(there, Id, entry => entry.With(Samples.Resource("there")));

        var failure = await Assert.ThrowsAsync<ServiceException>(() => ChangeAsync(here, Id, entry => entry.With(Samples.Resource("here"))));

        Assert.Equal("ConflictException", failure.Code);
        Assert.Equal("Unable to complete operation due to concurrent modification. Please try again later.", failure.Message);
    }

    [Fact]
    public async Task What_a_change_throws_passes_through_and_leaves_everything_as_it_was()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());
        var before = await catalog.FindRestApiAsync(Id, None);
        _store.Commits.Clear();
        var thrown = ServiceException.NotFound("Invalid Resource identifier specified");

        var failure = await Assert.ThrowsAsync<ServiceException>(() => catalog.ChangeRestApiAsync<int>(Id, _ => throw thrown, None));
        await Assert.ThrowsAsync<ServiceException>(() => catalog.ChangeRestApiAsync<int>("unknown", _ => throw thrown, None));

        Assert.Same(thrown, failure);
        Assert.Same(before, await catalog.FindRestApiAsync(Id, None));
        Assert.Empty(_store.Commits);
        await ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("next")));
    }

    [Fact]
    public async Task A_change_may_not_exchange_the_id_or_hide_a_part_under_another_name()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());

        await Assert.ThrowsAsync<ArgumentException>(() => ChangeAsync(catalog, Id, _ => Samples.Entry("other")));
        await Assert.ThrowsAsync<ArgumentException>(() => ChangeAsync(catalog, Id, entry =>
            entry with { Definition = entry.Definition with { Resources = entry.Definition.Resources.Add("x", Samples.Resource("y")) } }));
        await Assert.ThrowsAsync<ArgumentException>(() => catalog.ChangeRestApiAsync(Id, entry => new RestApiChange<int>(entry, 0, entry!.Snapshot("dep001")), None));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            catalog.ChangeRestApiAsync(Id, entry => new RestApiChange<int>(entry!.WithDeployment("dep002"), 0, entry!.Snapshot("dep001")), None));
    }

    [Fact]
    public async Task When_the_store_fails_before_the_commit_the_old_entry_stays()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());
        _store.BeforeCommit = _ => throw new StoreUnavailableException("the disk is full");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("r1"))));

        _store.BeforeCommit = null;
        Assert.Single((await catalog.FindRestApiAsync(Id, None))!.Definition.Resources);
        await ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("r2")));
        Assert.Equal(2, (await catalog.FindRestApiAsync(Id, None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task When_the_store_fails_after_the_commit_what_it_holds_is_what_counts_and_observers_hear_of_it()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());
        var told = new TaskCompletionSource<RestApiEntry?>();
        using var subscription = catalog.Subscribe(async (change, token) => told.TrySetResult(await catalog.FindRestApiAsync(change.ApiId, token)));
        _store.AfterCommit = _ => throw new StoreUnavailableException("the connection was lost");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("r1"))));

        Assert.Equal(2, (await told.Task)!.Definition.Resources.Count);
        Assert.Equal(2, (await catalog.FindRestApiAsync(Id, None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task Changes_of_one_API_wait_for_each_other_and_those_of_another_do_not()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry("a"));
        await MakeAsync(catalog, Samples.Entry("b"));
        var release = new TaskCompletionSource();
        using var subscription = catalog.Subscribe(async (change, _) =>
        {
            if (change.ApiId == "a") await release.Task;
        });

        var first = ChangeAsync(catalog, "a", entry => entry.With(Samples.Resource("r1")));
        var second = ChangeAsync(catalog, "a", entry => entry.With(Samples.Resource("r2")));
        await ChangeAsync(catalog, "b", entry => entry.With(Samples.Resource("r1")));

        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        Assert.False((await catalog.FindRestApiAsync("a", None))!.Definition.Resources.ContainsKey("r2"));
        release.SetResult();
        await first;
        await second;
    }

    [Fact]
    public async Task A_waiting_change_can_be_given_up()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());
        var release = new TaskCompletionSource();
        using var subscription = catalog.Subscribe(async (_, _) => await release.Task);
        var first = ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("r1")));
        using var cancellation = new CancellationTokenSource();
        var second = catalog.ChangeRestApiAsync(Id, entry => new RestApiChange<int>(entry!.With(Samples.Resource("r2")), 0), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.SetResult();
        await first;
        Assert.Equal(2, (await catalog.FindRestApiAsync(Id, None))!.Definition.Resources.Count);
    }

    [Fact]
    public async Task Observers_run_in_the_order_of_subscription_after_the_commit_and_before_the_answer()
    {
        var catalog = await OpenAsync();
        var events = new ConcurrentQueue<string>();
        using var first = catalog.Subscribe(async (change, token) =>
        {
            var entry = await catalog.FindRestApiAsync(change.ApiId, token);
            await Task.Yield();
            events.Enqueue($"first sees {entry!.Definition.Resources.Count}");
        });
        using var second = catalog.Subscribe(async (change, token) =>
        {
            await Task.Yield();
            var document = await _documents.ReadAsync($"restapi/{change.ApiId}", token);
            events.Enqueue($"second sees revision {document!.Revision}");
        });

        await MakeAsync(catalog, Samples.Entry());
        events.Enqueue("answered");
        await ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("r1")));

        Assert.Equal(["first sees 1", "second sees revision 1", "answered", "first sees 2", "second sees revision 2"], events);
    }

    [Fact]
    public async Task A_failing_observer_is_reported_and_stops_neither_the_change_nor_the_others()
    {
        var catalog = await OpenAsync();
        var told = 0;
        var cause = new InvalidOperationException("boom");
        using var failing = catalog.Subscribe((_, _) => throw cause);
        using var next = catalog.Subscribe((_, _) =>
        {
            told++;
            return default;
        });

        await MakeAsync(catalog, Samples.Entry());

        Assert.Equal(1, told);
        var failure = Assert.Single(_failures);
        Assert.Same(cause, failure.Cause);
        Assert.Equal($"An observer failed on the change of API {Id} in revision 1", failure.What);
    }

    [Fact]
    public async Task An_observer_hears_nothing_after_its_subscription_is_disposed_of()
    {
        var catalog = await OpenAsync();
        var told = 0;
        var subscription = catalog.Subscribe((_, _) =>
        {
            told++;
            return default;
        });
        await MakeAsync(catalog, Samples.Entry());

        subscription.Dispose();
        await DeleteAsync(catalog, Id);

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task An_observer_that_changes_the_catalog_is_refused_rather_than_left_waiting_for_itself()
    {
        var catalog = await OpenAsync();
        using var subscription = catalog.Subscribe(async (_, _) => await ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("r1"))));

        await MakeAsync(catalog, Samples.Entry());

        Assert.IsType<InvalidOperationException>(Assert.Single(_failures).Cause);
        await DeleteAsync(catalog, Id);
    }

    [Fact]
    public async Task Commits_of_other_nodes_reach_the_list_the_entries_and_the_observers()
    {
        var here = await OpenAsync();
        var there = await OpenAsync();
        await MakeAsync(here, Samples.Entry("a"));
        var changes = System.Threading.Channels.Channel.CreateUnbounded<string>();
        using var subscription = here.Subscribe(async (change, token) =>
        {
            var entry = await here.FindRestApiAsync(change.ApiId, token);
            var snapshot = await here.FindSnapshotAsync(change.ApiId, "dep001", token);
            changes.Writer.TryWrite($"{change.ApiId}: {entry?.Definition.Resources.Count}, {snapshot?.Definition.Resources.Count}");
        });

        await MakeAsync(there, Samples.Entry("b", minutesAfterNoon: 1));
        Assert.Equal("b: 1, ", await changes.Reader.ReadAsync());
        Assert.Equal(["a", "b"], here.RestApis.Select(api => api.Id));

        await there.ChangeRestApiAsync("a", entry =>
        {
            var next = entry!.With(Samples.Resource("r1")).WithDeployment("dep001");
            return new RestApiChange<int>(next, 0, next.Snapshot("dep001"));
        }, None);
        Assert.Equal("a: 2, 2", await changes.Reader.ReadAsync());

        await DeleteAsync(there, "b");
        Assert.Equal("b: , ", await changes.Reader.ReadAsync());
        Assert.Equal(["a"], here.RestApis.Select(api => api.Id));
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task Commits_of_this_node_are_told_once()
    {
        var catalog = await OpenAsync();
        var told = new ConcurrentQueue<string>();
        using var subscription = catalog.Subscribe((change, _) =>
        {
            told.Enqueue(change.ApiId);
            return default;
        });
        await MakeAsync(catalog, Samples.Entry("a"));
        await ChangeAsync(catalog, "a", entry => entry.With(Samples.Resource("r1")));
        await DeleteAsync(catalog, "a");

        // The feed is in order: when this one of another node has come through it, those before have too.
        await MakeAsync(await OpenAsync(), Samples.Entry("z"));
        while (!told.Contains("z")) await Task.Yield();

        Assert.Equal(["a", "a", "a", "z"], told);
    }

    [Fact]
    public async Task When_the_feed_breaks_everything_is_compared_and_the_feed_taken_up_again()
    {
        var here = await OpenAsync();
        await MakeAsync(here, Samples.Entry("a"));
        await MakeAsync(here, Samples.Entry("b"));
        var there = await Catalog.OpenAsync(_documents, None);
        _catalogs.Add(there);
        var told = new ConcurrentQueue<string>();
        using var subscription = here.Subscribe((change, _) =>
        {
            told.Enqueue(change.ApiId);
            return default;
        });

        _store.WatchFailure = new ForgottenRevisionException(1, 5);
        await ChangeAsync(there, "a", entry => entry.With(Samples.Resource("r1")));
        while (!told.Contains("a")) await Task.Yield();
        Assert.Equal(2, (await here.FindRestApiAsync("a", None))!.Definition.Resources.Count);
        Assert.Contains("are read anew", Assert.Single(_failures).What, StringComparison.Ordinal);

        await DeleteAsync(there, "b");
        while (!told.Contains("b")) await Task.Yield();
        Assert.Equal(["a"], here.RestApis.Select(api => api.Id));
    }

    [Fact]
    public async Task A_snapshot_is_what_the_API_was_and_outlives_what_it_becomes()
    {
        var catalog = await OpenAsync();
        var made = Samples.Full();
        await MakeAsync(catalog, made, "dep001");
        await ChangeAsync(catalog, Id, entry => entry.With(Samples.Resource("later")));

        var expected = Shape.Of(made.Snapshot("dep001"));
        Assert.Equal(expected, Shape.Of(await catalog.FindSnapshotAsync(Id, "dep001", None)));
        Assert.Equal(expected, Shape.Of(await (await OpenAsync()).FindSnapshotAsync(Id, "dep001", None)));
        Assert.Null(await catalog.FindSnapshotAsync(Id, "dep002", None));
    }

    [Fact]
    public async Task A_snapshot_goes_with_its_deployment()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry().WithDeployment("dep001"), "dep001");

        await ChangeAsync(catalog, Id, entry => entry with { Deployments = entry.Deployments.Clear() });

        Assert.Null(await catalog.FindSnapshotAsync(Id, "dep001", None));
        Assert.Null(await _documents.ReadAsync($"snapshot/{Id}/dep001", None));
        Assert.Null(await _documents.ReadAsync($"deployment/{Id}/dep001", None));
    }

    [Fact]
    public async Task The_newest_snapshots_are_at_hand_and_older_ones_are_read_again()
    {
        var catalog = await OpenAsync();
        await MakeAsync(catalog, Samples.Entry());
        for (var i = 0; i < 20; i++)
        {
            await catalog.ChangeRestApiAsync(Id, entry =>
            {
                var next = entry!.WithDeployment($"dep{i}");
                return new RestApiChange<int>(next, 0, next.Snapshot($"dep{i}"));
            }, None);
        }

        _store.Reads.Clear();
        await catalog.FindSnapshotAsync(Id, "dep19", None);
        Assert.Empty(_store.Reads);
        await catalog.FindSnapshotAsync(Id, "dep0", None);
        await catalog.FindSnapshotAsync(Id, "dep0", None);
        Assert.Equal([$"snapshot/{Id}/dep0"], _store.Reads);
    }

    [Fact]
    public async Task A_catalog_that_is_disposed_of_takes_no_changes()
    {
        var catalog = await OpenAsync();
        await catalog.DisposeAsync();
        await catalog.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => MakeAsync(catalog, Samples.Entry()));
    }

    private async Task<Catalog> OpenAsync()
    {
        var options = new CatalogOptions { OnFailure = (what, cause) => _failures.Enqueue((what, cause)), Time = new ImpatientTime() };
        var catalog = await Catalog.OpenAsync(_store, options, None);
        _catalogs.Add(catalog);
        return catalog;
    }

    private static Task<int> MakeAsync(Catalog catalog, RestApiEntry entry, string? deploymentId = null) => catalog.ChangeRestApiAsync(
        entry.Definition.Api.Id, _ => new RestApiChange<int>(entry, 0, deploymentId is null ? null : entry.Snapshot(deploymentId)), None);

    private static Task<int> ChangeAsync(Catalog catalog, string apiId, Func<RestApiEntry, RestApiEntry> change) =>
        catalog.ChangeRestApiAsync(apiId, entry => new RestApiChange<int>(change(entry!), 0), None);

    private static Task<int> DeleteAsync(Catalog catalog, string apiId) => catalog.ChangeRestApiAsync(apiId, _ => new RestApiChange<int>(null, 0), None);

    /// <summary>No pause takes any time.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
