using System.Diagnostics;
using System.Globalization;
using System.Text;
using Portico.State.Caching;
using Portico.State.InProcess;

namespace Portico.Benchmarks;

/// <summary>How long the longest call of a cache takes that is full with a million small answers: no measure of the middle, and so none for BenchmarkDotNet.</summary>
internal static class CachePauses
{
    private const long HalfAGigabyte = 512L * 1024 * 1024;
    private const int Answers = 1_000_000;
    private static readonly (string, string)[] Headers = [("Content-Type", "application/json")];

    internal static async Task RunAsync()
    {
        using var caches = new InProcessResponseCaches(TimeProvider.System, 2 * HalfAGigabyte);
        var cache = caches.Open("a", HalfAGigabyte);
        var body = Encoding.UTF8.GetBytes("""{"id":4711,"state":"open"}""");
        await FillAsync("filling", 0, Answers);
        await FillAsync("filling up", Answers, 2 * Answers);
        await FillAsync("evicting", 3 * Answers, Answers);

        async Task FillAsync(string what, int from, int count)
        {
            var (longest, longestPause) = (TimeSpan.Zero, TimeSpan.Zero);
            var (over1, collected, collections) = (0, GC.GetTotalPauseDuration(), GC.CollectionCount(0));
            var before = collected;
            var began = Stopwatch.GetTimestamp();
            for (var index = from; index < from + count; index++)
            {
                var start = Stopwatch.GetTimestamp();
                var now = DateTime.UtcNow.Ticks;
                if (await cache.FindAsync(Key(index / 2), now) is null) await cache.FindAsync(Key(index), now);
                await cache.StoreAsync(Key(index), new CachedResponse(200, Headers, [.. body], showsTraceId: false, takesForms: false), now, TimeSpan.FromHours(1), encrypted: false);
                var took = Stopwatch.GetElapsedTime(start);
                if (took > longest) longest = took;
                if (took.TotalMilliseconds > 1) over1++;
                if (GC.CollectionCount(0) == collections) continue;
                collections = GC.CollectionCount(0);
                var pause = GC.GetTotalPauseDuration() - before;
                before += pause;
                if (pause > longestPause) longestPause = pause;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {count} answers in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s; {cache.Count} kept in {cache.Bytes / 1048576} MB; longest call {longest.TotalMilliseconds:F2} ms, {over1} over 1 ms; longest pause of the collector {longestPause.TotalMilliseconds:F2} ms, {(GC.GetTotalPauseDuration() - collected).TotalMilliseconds:F0} ms in all"));
        }
    }

    private static string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"a1b2c3/d4e5f6/GET/{index}");
}
