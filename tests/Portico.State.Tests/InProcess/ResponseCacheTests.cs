using System.Globalization;
using System.Text;
using Portico.State.Caching;
using Portico.State.InProcess;

namespace Portico.State.Tests.InProcess;

/// <summary>Answers kept in memory: how long, how many, which go first.</summary>
public sealed class ResponseCacheTests : IDisposable
{
    private const long Megabyte = 1024 * 1024;

    // Far from any clock that sweeps.
    private static readonly long Now = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly InProcessResponseCaches _caches = new(TimeProvider.System, 64 * Megabyte);

    public void Dispose() => _caches.Dispose();

    [Fact]
    public async Task An_answer_is_found_until_its_time_is_over()
    {
        var cache = _caches.Open("a", Megabyte);
        await cache.StoreAsync("key", Response("one"), Now, TimeSpan.FromSeconds(2), encrypted: false);

        Assert.Equal("one", await TextAsync(cache, "key", Now + TimeSpan.FromSeconds(2).Ticks - 1));
        Assert.Null(await TextAsync(cache, "other", Now));
        Assert.Null(await TextAsync(cache, "key", Now + TimeSpan.FromSeconds(2).Ticks));
        Assert.Equal(0, cache.Count);
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task A_later_answer_takes_the_place_of_an_earlier_one()
    {
        var cache = _caches.Open("a", Megabyte);
        await cache.StoreAsync("key", Response("one"), Now, TimeSpan.FromHours(1), encrypted: false);
        await cache.StoreAsync("key", Response("two"), Now, TimeSpan.FromHours(1), encrypted: true);

        Assert.Equal("two", await TextAsync(cache, "key", Now));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task An_encrypted_answer_is_the_same_when_it_comes_out()
    {
        var cache = _caches.Open("a", Megabyte);
        var kept = new CachedResponse(404, [("Content-Type", "application/octet-stream"), ("X-A", "b")], [0, 255, 13, 10], showsTraceId: true, takesForms: false);
        await cache.StoreAsync("key", kept, Now, TimeSpan.FromHours(1), encrypted: true);

        var found = (await cache.FindAsync("key", Now))!;

        Assert.NotSame(kept, found);
        Assert.Equal(kept.Body.ToArray(), found.Body.ToArray());
        Assert.Equal(kept.Headers.ToArray(), found.Headers.ToArray());
        Assert.Equal((404, true), (found.Status, found.ShowsTraceId));
    }

    [Fact]
    public void An_encrypted_answer_shows_nothing_of_its_text()
    {
        var bytes = new SealedResponses().Seal(Response(new string('x', 1000)));

        Assert.DoesNotContain("xxxx", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_never_takes_more_than_its_size()
    {
        var cache = _caches.Open("a", 2 * Megabyte);
        for (var index = 0; index < 10_000; index++)
        {
            await cache.StoreAsync(Key(index), Response(new string('x', 1000)), Now, TimeSpan.FromHours(1), encrypted: false);
            if (index % 100 == 0) Assert.InRange(cache.Bytes, 0, 2 * Megabyte);
        }

        Assert.InRange(cache.Bytes, Megabyte, 2 * Megabyte);
        Assert.NotNull(await cache.FindAsync(Key(9_999), Now));
    }

    [Fact]
    public async Task What_is_asked_for_often_outlives_what_is_asked_for_once()
    {
        var cache = _caches.Open("a", Megabyte);
        for (var hot = 0; hot < 50; hot++) await cache.StoreAsync("hot" + Key(hot), Response("hot"), Now, TimeSpan.FromHours(1), encrypted: false);

        for (var index = 0; index < 20_000; index++)
        {
            Assert.NotNull(await cache.FindAsync("hot" + Key(index % 50), Now));
            await cache.StoreAsync(Key(index), Response(new string('x', 1000)), Now, TimeSpan.FromHours(1), encrypted: false);
        }
    }

    [Fact]
    public async Task All_caches_together_keep_to_what_the_process_may_take()
    {
        using var caches = new InProcessResponseCaches(TimeProvider.System, Megabyte);
        var (first, second) = (caches.Open("a", Megabyte), caches.Open("b", Megabyte));
        for (var index = 0; index < 2_000; index++)
        {
            await (index % 2 == 0 ? first : second).StoreAsync(Key(index), Response(new string('x', 1000)), Now, TimeSpan.FromHours(1), encrypted: false);
        }

        Assert.InRange(first.Bytes + second.Bytes, Megabyte / 2, Megabyte);
    }

    [Fact]
    public async Task An_answer_that_is_larger_than_its_part_of_the_cache_is_not_kept()
    {
        var cache = _caches.Open("a", Megabyte);
        await cache.StoreAsync("key", Response(new string('x', 2 * (int)Megabyte)), Now, TimeSpan.FromHours(1), encrypted: false);

        Assert.Equal((0, 0), (cache.Count, cache.Bytes));
    }

    [Fact]
    public async Task Another_size_empties_a_cache_and_the_same_one_does_not()
    {
        await _caches.Open("a", Megabyte).StoreAsync("key", Response("one"), Now, TimeSpan.FromHours(1), encrypted: false);

        Assert.Equal("one", await TextAsync(_caches.Open("a", Megabyte), "key", Now));
        Assert.Null(await TextAsync(_caches.Open("a", 2 * Megabyte), "key", Now));
    }

    [Fact]
    public async Task A_flush_and_an_end_forget_everything()
    {
        var cache = _caches.Open("a", Megabyte);
        await cache.StoreAsync("key", Response("one"), Now, TimeSpan.FromHours(1), encrypted: false);
        await cache.FlushAsync();
        Assert.Equal((0, 0), (cache.Count, cache.Bytes));

        await cache.StoreAsync("key", Response("one"), Now, TimeSpan.FromHours(1), encrypted: false);
        _caches.Close("a");
        Assert.Null(_caches.Find("a"));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public async Task Many_threads_find_only_what_was_stored_under_their_key()
    {
        var cache = _caches.Open("a", Megabyte);

        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), async (index, _) =>
        {
            var key = Key(index * 7 % 3_000);
            if (await TextAsync(cache, key, Now) is { } text) Assert.Equal(key, text);
            else await cache.StoreAsync(key, Response(key), Now, TimeSpan.FromHours(1), encrypted: index % 10 == 0);
        });

        Assert.InRange(cache.Bytes, 1, Megabyte);
    }

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static CachedResponse Response(string body) => new(200, [("Content-Type", "text/plain")], Encoding.UTF8.GetBytes(body), showsTraceId: false, takesForms: false);

    private static async Task<string?> TextAsync(ResponseCache cache, string key, long now) => await cache.FindAsync(key, now) is { } found ? Encoding.UTF8.GetString(found.Body.Span) : null;
}
