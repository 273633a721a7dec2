using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portico.Lambda.Calls;

/// <summary>How a call ended.</summary>
public enum InvocationStatus
{
    /// <summary>The function gave its answer.</summary>
    Succeeded,

    /// <summary>The function failed, or could not be run: the payload is an error object.</summary>
    FunctionError,

    /// <summary>As many calls run as may: nothing was run.</summary>
    Throttled,

    /// <summary>The caller's time was over before an execution environment was free: nothing was run.</summary>
    NotStarted,

    /// <summary>The caller's time was over before the call was: it is run to its end for nobody.</summary>
    Abandoned,

    /// <summary>The service that has the function did not take the call; see <see cref="InvocationOutcome.RefusalStatus"/>.</summary>
    Refused,
}

/// <summary>What came of a call. Its owner disposes of it.</summary>
public sealed class InvocationOutcome : IDisposable
{
    // As the runtimes write it, without escapes that JSON does not ask for.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PooledBytes? _payload;

    private InvocationOutcome(InvocationStatus status, PooledBytes? payload)
    {
        Status = status;
        _payload = payload;
    }

    public InvocationStatus Status { get; }

    /// <summary>The function's answer, or an error object.</summary>
    public ReadOnlyMemory<byte> Payload => _payload?.Memory ?? default;

    /// <summary>Such as <c>application/vnd.awslambda.http-integration-response</c> of a streamed response that was collected; else null.</summary>
    public string? ContentType { get; init; }

    /// <summary>With which status a call was refused, as Lambda's API answers; 0 when the service could not be reached.</summary>
    public int RefusalStatus { get; private init; }

    public string ExecutedVersion { get; internal set; } = "";

    /// <summary>The end of the log of the call, when it was asked for.</summary>
    public ReadOnlyMemory<byte> LogTail { get; internal set; }

    internal static InvocationOutcome Throttled() => new(InvocationStatus.Throttled, null);

    internal static InvocationOutcome Abandoned() => new(InvocationStatus.Abandoned, null);

    /// <summary>A call that was not taken.</summary>
    /// <param name="status">As <see cref="RefusalStatus"/>.</param>
    /// <param name="payload">What was said about it.</param>
    public static InvocationOutcome Refused(int status, ReadOnlySpan<byte> payload = default) => new(InvocationStatus.Refused, PooledBytes.Of(payload)) { RefusalStatus = status };

    internal static InvocationOutcome NotStarted() => new(InvocationStatus.NotStarted, null);

    internal static InvocationOutcome Success(PooledBytes payload, string? contentType = null) => new(InvocationStatus.Succeeded, payload) { ContentType = contentType };

    internal static InvocationOutcome Failure(PooledBytes payload) => new(InvocationStatus.FunctionError, payload);

    /// <summary>An error object of the service's own, in AWS's words.</summary>
    internal static InvocationOutcome Failure(string errorType, string message)
    {
        var payload = new PooledBytes();
        using var writer = new Utf8JsonWriter(payload, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("errorType", errorType);
        writer.WriteString("errorMessage", message);
        writer.WriteEndObject();
        writer.Flush();
        return new(InvocationStatus.FunctionError, payload);
    }

    internal static InvocationOutcome TooLarge() => Failure(
        "Function.ResponseSizeTooLarge", string.Create(CultureInfo.InvariantCulture, $"Response payload size exceeded maximum allowed payload size ({Limits.MaxResponseBytes} bytes)."));

    /// <summary>An answer from elsewhere.</summary>
    public static InvocationOutcome Of(InvocationStatus status, ReadOnlySpan<byte> payload) => new(status, PooledBytes.Of(payload));

    /// <summary><c>errorMessage</c> of an error object; null when there is none.</summary>
    public string? ErrorMessage()
    {
        if (Status != InvocationStatus.FunctionError) return null;
        try
        {
            using var document = JsonDocument.Parse(Payload);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("errorMessage", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _payload?.Dispose();

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Payload.Span)}";
}
