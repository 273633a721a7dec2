using System.Buffers;
using System.Text.Json;
using Portico.Integrations.AwsService;

namespace Portico.Logs;

/// <summary>A delivery stream of Firehose; each line is a record that ends with a line break.</summary>
/// <seealso href="https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html"/>
internal sealed class FirehoseDestination(AwsJsonClient client, string region, string stream) : ILogDestination
{
    // AWS's limits of a call.
    private const int MaxRecords = 500;
    private const int MaxBytes = 4 * 1024 * 1024;

    public async ValueTask WriteAsync(IReadOnlyList<LogEvent> events)
    {
        for (var from = 0; from < events.Count;)
        {
            var to = from;
            for (var bytes = 0; to < events.Count && to - from < MaxRecords && (to == from || bytes + events[to].Line.Length + 1 <= MaxBytes); to++) bytes += events[to].Line.Length + 1;
            var first = from;
            var (status, text) = await client.CallAsync("firehose", "PutRecordBatch", region, Json(Enumerable.Range(first, to - first).Select(index => events[index])));
            if (status != 200) throw new IOException($"PutRecordBatch of {stream} was answered {status}: {text}");
            from = to;
        }
    }

    private ReadOnlyMemory<byte> Json(IEnumerable<LogEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("DeliveryStreamName", stream);
            writer.WriteStartArray("Records");
            foreach (var (_, line) in events)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("Data", [.. line.Span, (byte)'\n']);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
