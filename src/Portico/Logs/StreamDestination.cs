using System.Globalization;
using System.Text;

namespace Portico.Logs;

/// <summary>A stream, such as standard output.</summary>
internal sealed class StreamDestination(Stream stream, bool dated) : ILogDestination
{
    private static readonly byte[] LineBreak = "\n"u8.ToArray();

    public async ValueTask WriteAsync(IReadOnlyList<LogEvent> events)
    {
        // In one piece, so that lines of others do not come between.
        using var all = new MemoryStream();
        await WriteAsync(all, events, 0, dated, long.MaxValue);
        await stream.WriteAsync(all.GetBuffer().AsMemory(0, (int)all.Length));
        await stream.FlushAsync();
    }

    /// <summary>Writes lines until so many bytes are reached; at least one.</summary>
    /// <returns>The first that was not written.</returns>
    internal static async ValueTask<int> WriteAsync(Stream stream, IReadOnlyList<LogEvent> events, int from, bool dated, long bytes)
    {
        for (var index = from; index < events.Count; index++)
        {
            if (bytes <= 0 && index > from) return index;
            var (at, line) = events[index];
            if (dated)
            {
                var time = Encoding.ASCII.GetBytes(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture));
                await stream.WriteAsync(time);
                bytes -= time.Length;
            }

            await stream.WriteAsync(line);
            await stream.WriteAsync(LineBreak);
            bytes -= line.Length + 1;
        }

        return events.Count;
    }
}
