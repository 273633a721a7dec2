using System.Buffers.Binary;
using System.Text;
using Portico.Lambda.Calls;

namespace Portico.Lambda.Remote;

/// <summary>A message of <c>application/vnd.amazon.eventstream</c>: lengths, headers, payload, and checksums that TCP and TLS make needless here.</summary>
/// <param name="EventType">Of an event or exception.</param>
/// <param name="IsException">Whether it is the service's own failure.</param>
/// <param name="Payload">Owned by the reader.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html"/>
internal sealed record EventStreamMessage(string EventType, bool IsException, PooledBytes Payload)
{
    private const int PreludeBytes = 12;
    private const int ChecksumBytes = 4;
    private const int MaxMessageBytes = 16 * 1024 * 1024;
    private const int MaxHeaderBytes = 128 * 1024;
    private const byte TextHeader = 7;

    /// <returns>Null at the end.</returns>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    internal static async ValueTask<EventStreamMessage?> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        var prelude = new byte[PreludeBytes];
        var read = await source.ReadAtLeastAsync(prelude, PreludeBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0) return null;
        if (read < PreludeBytes) throw new InvalidDataException("A message of the stream is cut.");
        var total = BinaryPrimitives.ReadInt32BigEndian(prelude);
        var headerBytes = BinaryPrimitives.ReadInt32BigEndian(prelude.AsSpan(4));
        if (total > MaxMessageBytes || headerBytes < 0 || headerBytes > MaxHeaderBytes || total < PreludeBytes + headerBytes + ChecksumBytes)
        {
            throw new InvalidDataException("The answer is no event stream.");
        }

        var headers = new byte[headerBytes];
        await source.ReadExactlyAsync(headers, cancellationToken).ConfigureAwait(false);
        var payload = new PooledBytes();
        try
        {
            var length = total - PreludeBytes - headerBytes - ChecksumBytes;
            await source.ReadExactlyAsync(payload.GetMemory(length)[..length], cancellationToken).ConfigureAwait(false);
            payload.Advance(length);
            await source.ReadExactlyAsync(prelude.AsMemory(0, ChecksumBytes), cancellationToken).ConfigureAwait(false);
            var (messageType, eventType) = Types(headers);
            return new EventStreamMessage(eventType, messageType is "exception" or "error", payload);
        }
        catch (Exception)
        {
            payload.Dispose();
            throw;
        }
    }

    private static (string MessageType, string EventType) Types(ReadOnlySpan<byte> headers)
    {
        var messageType = "event";
        var eventType = "";
        while (!headers.IsEmpty)
        {
            var nameLength = headers[0];
            if (headers.Length < nameLength + 2) throw new InvalidDataException("A header of the stream is cut.");
            var name = Encoding.UTF8.GetString(headers[1..(nameLength + 1)]);
            var type = headers[nameLength + 1];
            headers = headers[(nameLength + 2)..];

            // Only texts are known to come; another kind has a length that would have to be known to go on.
            if (type != TextHeader) break;
            var length = headers.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(headers) : ushort.MaxValue;
            if (headers.Length < length + 2) throw new InvalidDataException("A header of the stream is cut.");
            var value = Encoding.UTF8.GetString(headers[2..(length + 2)]);
            headers = headers[(length + 2)..];
            if (name == ":message-type") messageType = value;
            else if (name is ":event-type" or ":exception-type" or ":error-code") eventType = value;
        }

        return (messageType, eventType);
    }
}
