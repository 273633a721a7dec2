using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Portico.Aws.Identifiers;
using Portico.Model.Lambda;

namespace Portico.Lambda.Calls;

/// <summary>
/// One call of a function on its way. Written as the frame that Portico's own bootstraps take, so that an event is serialized
/// once, into the bytes that are sent; see <see cref="Channels.Frames"/>. Whoever makes it writes the event, and gives it to
/// <see cref="FunctionInvoker"/>, which disposes of it.
/// </summary>
public sealed class FunctionCall : IDisposable
{
    private const int MaxIdLetters = 128;

    private readonly PooledBytes _frame = new();
    private readonly int _eventStart;
    private readonly LambdaFunction? _function;

    /// <param name="function">What is called.</param>
    /// <param name="qualifier">A version or alias, or null.</param>
    /// <param name="requestId">At most 128 printable ASCII letters; another one is made in the place of what is none.</param>
    /// <param name="traceId"><c>Root=...;Parent=...;Sampled=...</c>, or null.</param>
    /// <param name="clientContext">JSON for <c>context.clientContext</c>, or null.</param>
    public FunctionCall(LambdaFunction function, string? qualifier, string requestId, string? traceId = null, string? clientContext = null)
        : this(function, new(function.Name, qualifier), function.QualifiedArn(qualifier), requestId, traceId, clientContext)
    {
    }

    private FunctionCall(LambdaFunction? function, FunctionReference reference, string arn, string requestId, string? traceId, string? clientContext)
    {
        _function = function;
        Reference = reference;

        // Both may come from a client, and go into headers of the Runtime API.
        RequestId = requestId.Length <= MaxIdLetters && IsPlain(requestId) ? requestId : NewId();
        TraceId = traceId is not null && IsPlain(traceId) ? traceId : null;
        ClientContext = clientContext;
        InvokedArn = arn;
        _eventStart = Channels.Frames.WriteCallHead(_frame, this);
    }

    public LambdaFunction Function => _function ?? throw new InvalidOperationException("The function is elsewhere.");

    /// <summary>Whether it is for a function of another service.</summary>
    public bool IsElsewhere => _function is null;

    /// <summary>What is called, as the caller names it.</summary>
    public FunctionReference Reference { get; }

    public string? Qualifier => Reference.Qualifier;

    public string RequestId { get; }

    public string? TraceId { get; }

    public string? ClientContext { get; }

    public string InvokedArn { get; }

    /// <summary>Whether the caller wants the end of the call's log.</summary>
    public bool TakesLogTail { get; set; }

    /// <summary>Where a streamed response goes while it is made; null to collect it.</summary>
    public ResponseStream? Stream { get; set; }

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

    /// <summary>A call of a function of another service.</summary>
    public static FunctionCall Elsewhere(FunctionReference reference, string arn, string requestId, string? traceId, string? clientContext = null) =>
        new(null, reference, arn, requestId, traceId, clientContext);

    /// <summary>Makes a call with a whole event.</summary>
    public FunctionCall With(ReadOnlySpan<byte> @event)
    {
        Event.Write(@event);
        return this;
    }

    private static string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        SystemEntropy.Fill(bytes);
        return new Guid(bytes).ToString();
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public void Dispose() => _frame.Dispose();

    public override string ToString() => new StringBuilder(InvokedArn).Append(' ').Append(RequestId).ToString();
}
