using System.Text;
using System.Text.Json;
using Portico.ControlPlane.Operations;
using Portico.Model.Lambda;
using Portico.Protocol;

namespace Portico.ControlPlane.Lambda;

/// <summary>Calls of functions.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>
internal sealed class InvocationOperations(LambdaServices services, FunctionAccess access)
{
    private const int MaxRequestBytes = 6_291_456;
    private const int MaxEventBytes = 1_048_576;
    private const int MaxClientContextLetters = 3583;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("Invoke", InvokeAsync)
        .Add("InvokeAsync", EnqueueAsync)
        .Add("InvokeWithResponseStream", StreamAsync);

    private async ValueTask<OperationResult> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var run = Run(call, call.Input.Bytes("Payload"), call.Input.Text("InvocationType") == "Event" ? MaxEventBytes : MaxRequestBytes);
        switch (call.Input.Text("InvocationType"))
        {
            case "DryRun":
                return OperationResult.Nothing with { Status = 204 };
            case "Event":
                if (run.Function.ReservedConcurrentExecutions == 0 || !services.Runner.TryEnqueue(run)) throw LambdaErrors.Throttled();
                return OperationResult.Nothing with { Status = 202 };
            default:
                var result = await services.Runner.RunAsync(run, cancellationToken);
                return result.IsThrottled ? throw LambdaErrors.Throttled() : OperationResult.Raw(result.Payload, Headers(result, run));
        }
    }

    private ValueTask<OperationResult> EnqueueAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var run = Run(call, call.Input.Bytes("InvokeArgs"), MaxEventBytes);
        if (!services.Runner.TryEnqueue(run)) throw LambdaErrors.Throttled();
        return new(OperationResult.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("Status", 202);
            writer.WriteEndObject();
        }));
    }

    private async ValueTask<OperationResult> StreamAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var run = Run(call, call.Input.Bytes("Payload"), MaxRequestBytes);
        if (call.Input.Text("InvocationType") == "DryRun") return OperationResult.Nothing with { Status = 204 };
        var result = await services.Runner.RunAsync(run, cancellationToken);
        if (result.IsThrottled) throw LambdaErrors.Throttled();
        var events = new EventStreamWriter();
        if (!result.IsFunctionError) events.Write("PayloadChunk", "application/octet-stream", result.Payload.Span);
        events.Write("InvokeComplete", "application/json", Completion(result, run.TakesLogTail));
        return OperationResult.Raw(
            events.Written,
            new("Content-Type", "application/vnd.amazon.eventstream"),
            new("X-Amz-Executed-Version", result.ExecutedVersion),
            new("X-Amzn-Remapped-Content-Type", result.ContentType ?? "application/octet-stream"));
    }

    private FunctionRun Run(OperationCall call, ReadOnlyMemory<byte> payload, int maxBytes)
    {
        var (function, qualifier) = access.Find(call);
        if (payload.Length > maxBytes) throw new Aws.ServiceException(413, "RequestTooLargeException", $"Request must be smaller than {maxBytes} bytes for the InvokeFunction operation");
        if (payload.IsEmpty) payload = "{}"u8.ToArray();
        CheckJson(payload.Span);
        return new(function, qualifier, function.Resolve(qualifier, Chance)!, payload, call.RequestId, null, ClientContext(call), call.Input.Text("LogType") == "Tail");
    }

    private double Chance() => services.NextChance();

    private static List<KeyValuePair<string, string>> Headers(FunctionRunResult result, FunctionRun run)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Content-Type", "application/json"), new("X-Amz-Executed-Version", result.ExecutedVersion) };
        if (result.IsFunctionError) headers.Add(new("X-Amz-Function-Error", "Unhandled"));
        if (run.TakesLogTail) headers.Add(new("X-Amz-Log-Result", Convert.ToBase64String(result.LogTail.Span)));
        return headers;
    }

    private static byte[] Completion(FunctionRunResult result, bool takesLogTail)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (result.IsFunctionError)
            {
                writer.WriteString("ErrorCode", "Unhandled");
                writer.WriteString("ErrorDetails", Encoding.UTF8.GetString(result.Payload.Span));
            }

            if (takesLogTail) writer.WriteString("LogResult", Convert.ToBase64String(result.LogTail.Span));
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void CheckJson(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            reader.Read();
            reader.Skip();
            if (!reader.Read()) return;
        }
        catch (JsonException exception)
        {
            throw LambdaErrors.InvalidContent($"Could not parse request body into json: {exception.Message}");
        }

        throw LambdaErrors.InvalidContent("Could not parse request body into json: there is something behind the value");
    }

    private static string? ClientContext(OperationCall call)
    {
        if (call.Input.Text("ClientContext") is not { Length: > 0 } given) return null;
        var bytes = new byte[given.Length];
        if (given.Length > MaxClientContextLetters || !Convert.TryFromBase64String(given, bytes, out var count)) throw InvalidClientContext();
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, count));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.GetRawText() : throw InvalidClientContext();
        }
        catch (JsonException)
        {
            throw InvalidClientContext();
        }
    }

    private static Aws.ServiceException InvalidClientContext() => LambdaErrors.InvalidContent("Client context must be a valid Base64-encoded JSON object.");
}
