using System.Buffers;
using System.Text.Json;
using Portico.Integrations.AwsService;

namespace Portico.Logs;

/// <summary>A stream of a log group of CloudWatch Logs; both are made where they are not there.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html"/>
internal sealed class CloudWatchLogsDestination(AwsJsonClient client, string region, string group, string stream) : ILogDestination
{
    // AWS's limits: events of a call, and their bytes with 26 more for each.
    private const int MaxEvents = 10_000;
    private const int MaxBytes = 1_048_576;
    private const int EventOverhead = 26;

    private bool _isMade;

    public async ValueTask WriteAsync(IReadOnlyList<LogEvent> events)
    {
        if (!_isMade)
        {
            await MakeAsync("CreateLogGroup", writer => writer.WriteString("logGroupName", group));
            await MakeAsync("CreateLogStream", writer =>
            {
                writer.WriteString("logGroupName", group);
                writer.WriteString("logStreamName", stream);
            });
            _isMade = true;
        }

        // AWS wants them in the order of their times.
        List<LogEvent> ordered = [.. events.OrderBy(one => one.At)];
        for (var from = 0; from < ordered.Count;)
        {
            var to = from;
            for (var bytes = 0; to < ordered.Count && to - from < MaxEvents && (to == from || bytes + ordered[to].Line.Length + EventOverhead <= MaxBytes); to++) bytes += ordered[to].Line.Length + EventOverhead;
            await PutAsync(ordered[from..to]);
            from = to;
        }
    }

    private async Task PutAsync(List<LogEvent> events)
    {
        var (status, text) = await client.CallAsync("logs", "PutLogEvents", region, Json(writer =>
        {
            writer.WriteString("logGroupName", group);
            writer.WriteString("logStreamName", stream);
            writer.WriteStartArray("logEvents");
            foreach (var (at, line) in events)
            {
                writer.WriteStartObject();
                writer.WriteNumber("timestamp", at.ToUnixTimeMilliseconds());
                writer.WriteString("message", line.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));
        if (status == 200) return;
        _isMade = false;
        throw new IOException($"PutLogEvents of {group} was answered {status}: {text}");
    }

    private async Task MakeAsync(string operation, Action<Utf8JsonWriter> members)
    {
        var (status, text) = await client.CallAsync("logs", operation, region, Json(members));
        if (status != 200 && !text.Contains("ResourceAlreadyExistsException", StringComparison.Ordinal)) throw new IOException($"{operation} of {group} was answered {status}: {text}");
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
