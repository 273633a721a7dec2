using System.Text;
using System.Text.Json;
using Portico.Lambda.Calls;

namespace Portico.Lambda.Remote;

/// <summary>Reads the answer of InvokeWithResponseStream: pieces of the payload, then how it ended.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html"/>
internal static class RemoteStream
{
    /// <summary>Hands on what comes.</summary>
    /// <exception cref="InvalidDataException">It is no such answer.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    internal static async ValueTask<InvocationOutcome> TakeAsync(Stream source, string? contentType, ResponseStream target, CancellationToken cancellationToken)
    {
        await using (source.ConfigureAwait(false))
        {
            var begun = false;
            long total = 0;
            while (await EventStreamMessage.ReadAsync(source, cancellationToken).ConfigureAwait(false) is { } message)
            {
                using var payload = message.Payload;
                switch (message.EventType)
                {
                    case "PayloadChunk":
                        total += payload.Length;
                        if (total > Limits.MaxStreamedBytes) throw new InvalidDataException("More than a streamed answer may have.");
                        if (!begun) target.Begin(contentType ?? "application/octet-stream");
                        begun = true;
                        await target.WriteAsync(payload.Memory).ConfigureAwait(false);
                        break;
                    case "InvokeComplete":
                        return Completed(payload, begun, target, contentType);
                    default:
                        if (message.IsException) throw new InvalidDataException($"The service ended the answer with {message.EventType}.");
                        break;
                }
            }
        }

        throw new IOException("The answer broke off.");
    }

    private static InvocationOutcome Completed(PooledBytes payload, bool begun, ResponseStream target, string? contentType)
    {
        JsonDocument document;
        try
        {
            document = payload.Length == 0 ? JsonDocument.Parse("{}") : JsonDocument.Parse(payload.Memory);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("The answer's last event is not JSON.", exception);
        }

        using (document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("ErrorCode", out _))
            {
                var details = document.RootElement.TryGetProperty("ErrorDetails", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "{}";
                target.Complete(new IOException("The function failed in the middle of its answer."));
                return InvocationOutcome.Failure(PooledBytes.Of(Encoding.UTF8.GetBytes(details)));
            }
        }

        if (!begun) target.Begin(contentType ?? "application/octet-stream");
        target.Complete();
        return InvocationOutcome.Success(new PooledBytes(), contentType);
    }
}
