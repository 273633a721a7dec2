using Microsoft.Extensions.Logging.Abstractions;
using Portico.Logs;

namespace Portico.Tests.Observation;

public sealed class BufferedLogTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_does_not_fit_while_the_destination_is_slow_is_counted()
    {
        var destination = new HeldDestination();
        var log = new BufferedLog("slow", destination, NullLogger<BufferedLog>.Instance);
        var line = new byte[1024 * 1024];
        log.Write(At, line);
        await destination.Begun.Task;

        // Four megabytes wait beside those that are being written.
        for (var number = 0; number < 7; number++) log.Write(At, line);
        Assert.Equal(3, log.Lost);

        destination.Go.SetResult();
        await log.DisposeAsync();
        Assert.Equal(5, destination.Written);
    }

    [Fact]
    public async Task A_file_that_has_grown_is_put_aside_and_the_oldest_goes()
    {
        var folder = Directory.CreateTempSubdirectory("portico-logs-").FullName;
        try
        {
            var path = Path.Combine(folder, "a", "x.log");
            var file = new FileDestination(path, new LogSettings { MaxFileBytes = 8, Files = 3 }, dated: false);
            foreach (var text in new[] { "one", "two", "three", "four", "five", "six", "seven" }) await file.WriteAsync([new(At, System.Text.Encoding.UTF8.GetBytes(text))]);

            Assert.Equal(["x.log:seven", "x.log.1:five six", "x.log.2:three four"], Directory.GetFiles(Path.Combine(folder, "a")).Order(StringComparer.Ordinal)
                .Select(name => $"{Path.GetFileName(name)}:{File.ReadAllText(name).TrimEnd('\n').Replace('\n', ' ')}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class HeldDestination : ILogDestination
    {
        internal TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int Written { get; private set; }

        public async ValueTask WriteAsync(IReadOnlyList<LogEvent> events)
        {
            Begun.TrySetResult();
            await Go.Task;
            Written += events.Count;
        }
    }
}
