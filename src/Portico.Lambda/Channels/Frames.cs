using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Portico.Lambda.Calls;

namespace Portico.Lambda.Channels;

/// <summary>
/// What Portico and its own bootstraps say to each other over a local socket: frames of a length (4 bytes, big-endian, of all
/// that follows), a type (1 byte) and content. One write for a call, one for its answer; the answer asks for the next call.
/// </summary>
/// <remarks>
/// To the function: <c>I</c> call: deadline in epoch milliseconds (8), request id (1 + n), ARN (2 + n), trace id (2 + n), client context (4 + n), event.
/// From the function: <c>N</c> ready; <c>X</c> could not start, error object; <c>R</c> answer; <c>E</c> failed, error object; <c>D</c> failed and about to end;
/// <c>S</c> streams from here, content type; <c>C</c> piece of a stream; <c>F</c> end of a stream, empty or an error object. <c>R E D F</c> begin with a byte
/// that says on which outputs a mark follows what the call wrote: 1 standard output, 2 standard error.
/// </remarks>
internal static class Frames
{
    internal const int LengthBytes = 4;

    /// <summary>Length and type.</summary>
    internal const int HeadBytes = 5;

    /// <summary>The line that ends a call's output on a stream.</summary>
    internal static ReadOnlySpan<byte> OutputMark => "\0portico-end"u8;

    /// <summary>Writes everything of a call but its event.</summary>
    /// <returns>Where the event begins.</returns>
    internal static int WriteCallHead(PooledBytes frame, FunctionCall call)
    {
        var span = frame.GetSpan(HeadBytes + sizeof(long));
        span[..(HeadBytes + sizeof(long))].Clear();
        span[LengthBytes] = (byte)'I';
        frame.Advance(HeadBytes + sizeof(long));
        WriteText(frame, call.RequestId, 1);
        WriteText(frame, call.InvokedArn, 2);
        WriteText(frame, call.TraceId ?? "", 2);
        WriteText(frame, call.ClientContext ?? "", 4);
        return frame.Length;
    }

    private static void WriteText(PooledBytes frame, string text, int lengthBytes)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        var span = frame.GetSpan(lengthBytes + count);
        switch (lengthBytes)
        {
            case 1: span[0] = checked((byte)count); break;
            case 2: BinaryPrimitives.WriteUInt16BigEndian(span, checked((ushort)count)); break;
            default: BinaryPrimitives.WriteInt32BigEndian(span, count); break;
        }

        Encoding.UTF8.GetBytes(text, span[lengthBytes..]);
        frame.Advance(lengthBytes + count);
    }
}
