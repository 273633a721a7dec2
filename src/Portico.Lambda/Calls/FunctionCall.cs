using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Portico.Model.Lambda;

namespace Portico.Lambda.Calls;

/// <summary>
/// One call of a function on its way. Written as the frame that Portico's own bootstraps take, so that an event is serialized
/// once, into the bytes that are sent; see <see cref="Channels.Frames"/>. Whoever makes it writes the event, and gives it to
/// <see cref="FunctionInvoker"/>, which disposes of it.
/// </summary>
public sealed class FunctionCall : IDisposable
{
    private readonly PooledBytes _frame = new();
    private readonly int _eventStart;

    /// <param name="function">What is called.</param>
    /// <param name="qualifier">A version or alias, or null.</param>
    /// <param name="requestId">At most 255 ASCII letters.</param>
    /// <param name="traceId"><c>Root=...;Parent=...;Sampled=...</c>, or null.</param>
    /// <param name="clientContext">JSON for <c>context.clientContext</c>, or null.</param>
    public FunctionCall(LambdaFunction function, string? qualifier, string requestId, string? traceId = null, string? clientContext = null)
    {
        Function = function;
        Qualifier = qualifier;
        RequestId = requestId;
        TraceId = traceId;
        ClientContext = clientContext;
        InvokedArn = function.QualifiedArn(qualifier);
        _eventStart = Channels.Frames.WriteCallHead(_frame, this);
    }

    public LambdaFunction Function { get; }

    public string? Qualifier { get; }

    public string RequestId { get; }

    public string? TraceId { get; }

    public string? ClientContext { get; }

    public string InvokedArn { get; }

    /// <summary>Whether the caller wants the end of the call's log.</summary>
    public bool TakesLogTail { get; init; }

    /// <summary>Where a streamed response goes while it is made; null to collect it.</summary>
    public ResponseStream? Stream { get; init; }

    /// <summary>Where the event is written: JSON in UTF-8.</summary>
    public IBufferWriter<byte> Event => _frame;

    public ReadOnlyMemory<byte> EventBytes => _frame.Memory[_eventStart..];

    internal DateTimeOffset Deadline { get; private set; }

    /// <summary>The whole frame with its length and deadline in it.</summary>
    internal ReadOnlyMemory<byte> Seal(DateTimeOffset deadline)
    {
        Deadline = deadline;
        BinaryPrimitives.WriteInt32BigEndian(_frame.Span, _frame.Length - Channels.Frames.LengthBytes);
        BinaryPrimitives.WriteInt64BigEndian(_frame.Span[Channels.Frames.HeadBytes..], deadline.ToUnixTimeMilliseconds());
        return _frame.Memory;
    }

    /// <summary>Makes a call with a whole event.</summary>
    public FunctionCall With(ReadOnlySpan<byte> @event)
    {
        Event.Write(@event);
        return this;
    }

    public void Dispose() => _frame.Dispose();

    public override string ToString() => new StringBuilder(InvokedArn).Append(' ').Append(RequestId).ToString();
}
