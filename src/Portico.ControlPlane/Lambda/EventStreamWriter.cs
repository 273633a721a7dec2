using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portico.ControlPlane.Lambda;

/// <summary>Messages of <c>application/vnd.amazon.eventstream</c>: lengths, headers, payload, checksums.</summary>
/// <seealso href="https://smithy.io/2.0/aws/amazon-eventstream.html"/>
internal sealed class EventStreamWriter
{
    private const int PreludeBytes = 12;
    private const byte TextHeader = 7;

    // AWS's services send pieces of this size.
    private const int MaxPayloadBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new();

    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Writes an event; a payload that is larger than one message may be goes into several of the same type.</summary>
    public void Write(string eventType, string contentType, ReadOnlySpan<byte> payload)
    {
        do
        {
            var part = payload[..Math.Min(payload.Length, MaxPayloadBytes)];
            payload = payload[part.Length..];
            WriteMessage(eventType, contentType, part);
        }
        while (!payload.IsEmpty);
    }

    private void WriteMessage(string eventType, string contentType, ReadOnlySpan<byte> payload)
    {
        var headers = new ArrayBufferWriter<byte>(128);
        WriteHeader(headers, ":event-type", eventType);
        WriteHeader(headers, ":content-type", contentType);
        WriteHeader(headers, ":message-type", "event");

        var total = PreludeBytes + headers.WrittenCount + payload.Length + sizeof(uint);
        var message = _output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(message, total);
        BinaryPrimitives.WriteInt32BigEndian(message[4..], headers.WrittenCount);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Of(message[..8]));
        headers.WrittenSpan.CopyTo(message[PreludeBytes..]);
        payload.CopyTo(message[(PreludeBytes + headers.WrittenCount)..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[^4..], Crc32.Of(message[..^4]));
        _output.Advance(total);
    }

    private static void WriteHeader(ArrayBufferWriter<byte> headers, string name, string value)
    {
        var span = headers.GetSpan(4 + name.Length + value.Length);
        span[0] = (byte)name.Length;
        Encoding.ASCII.GetBytes(name, span[1..]);
        span[1 + name.Length] = TextHeader;
        BinaryPrimitives.WriteUInt16BigEndian(span[(2 + name.Length)..], (ushort)value.Length);
        Encoding.ASCII.GetBytes(value, span[(4 + name.Length)..]);
        headers.Advance(4 + name.Length + value.Length);
    }
}
