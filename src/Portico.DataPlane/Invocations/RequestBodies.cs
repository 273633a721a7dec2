using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Portico.DataPlane.Invocations;

/// <summary>Reads a client's body into memory, with AWS's bound kept while reading.</summary>
public static class RequestBodies
{
    /// <summary>The payload limit of REST and HTTP APIs, in bytes.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"/>
    public const int MaxBytes = 10_485_760;

    /// <summary>Reads to the end.</summary>
    /// <returns>False when the body is larger than <see cref="MaxBytes"/>; the rest has not been read then.</returns>
    public static ValueTask<bool> TryReadAsync(ClientRequest request, PayloadBuffer into)
    {
        if (!request.CanHaveBody) return new(true);
        if (request.ContentLength > MaxBytes) return new(false);

        var reader = request.BodyReader;
        while (reader.TryRead(out var result))
        {
            if (!Take(reader, result, into)) return new(false);
            if (result.IsCompleted) return new(true);
        }

        return AwaitedAsync(reader, into);

        static async ValueTask<bool> AwaitedAsync(PipeReader reader, PayloadBuffer into)
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                if (!Take(reader, result, into)) return false;
                if (result.IsCompleted) return true;
            }
        }
    }

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
