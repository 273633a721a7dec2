using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Portico.DataPlane.Faults;

namespace Portico.DataPlane.Invocations;

/// <summary>Reads a client's body into memory, with AWS's bound kept while reading.</summary>
public static class RequestBodies
{
    /// <summary>The payload limit of REST and HTTP APIs, in bytes.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"/>
    public const int MaxBytes = 10_485_760;

    /// <summary>Reads to the end.</summary>
    /// <returns>Null when the body is there whole; otherwise what is wrong with it, and the rest has not been read.</returns>
    public static ValueTask<GatewayFault?> ReadAsync(ClientRequest request, PayloadBuffer into)
    {
        if (request.BodyIsRead || !request.CanHaveBody) return default;
        if (request.ContentLength > MaxBytes) return new(GatewayFault.PayloadTooLarge);

        var reader = request.BodyReader;
        try
        {
            while (reader.TryRead(out var result))
            {
                if (!Take(reader, result, into)) return new(GatewayFault.PayloadTooLarge);
                if (result.IsCompleted)
                {
                    request.BodyIsRead = true;
                    return default;
                }
            }
        }
        catch (Exception exception) when (IsOfTheClient(exception))
        {
            return new(FaultOf(exception));
        }

        return AwaitedAsync(request, reader, into);

        static async ValueTask<GatewayFault?> AwaitedAsync(ClientRequest request, PipeReader reader, PayloadBuffer into)
        {
            try
            {
                while (true)
                {
                    var result = await reader.ReadAsync();
                    if (!Take(reader, result, into)) return GatewayFault.PayloadTooLarge;
                    if (!result.IsCompleted) continue;
                    request.BodyIsRead = true;
                    return null;
                }
            }
            catch (Exception exception) when (IsOfTheClient(exception))
            {
                return FaultOf(exception);
            }
        }
    }

    /// <summary>Whether a failed read is the client's doing: it left, was too slow, or sent what is no sound body.</summary>
    public static bool IsOfTheClient(Exception exception) => exception is IOException or OperationCanceledException;

    /// <summary>The answer to a read that failed by the client's doing.</summary>
    public static GatewayFault FaultOf(Exception exception) =>
        exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? GatewayFault.PayloadTooLarge : GatewayFault.UnsoundBody;

    private static bool Take(PipeReader reader, ReadResult result, PayloadBuffer into)
    {
        var fits = into.Length + result.Buffer.Length <= MaxBytes;
        if (fits)
        {
            foreach (var segment in result.Buffer)
            {
                segment.Span.CopyTo(into.GetSpan(segment.Length));
                into.Advance(segment.Length);
            }
        }

        reader.AdvanceTo(result.Buffer.End);
        return fits;
    }
}
