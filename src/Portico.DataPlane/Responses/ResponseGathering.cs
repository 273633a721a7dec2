using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Responses;

/// <summary>Takes more of an answer into memory that is being handed on piece by piece.</summary>
internal static class ResponseGathering
{
    /// <summary>Reads until the answer ends or is longer than <paramref name="maxBytes"/>; what was read is in the response's body then, and the rest still to be handed on.</summary>
    /// <returns>Null, or the failure that the client is answered where the back end broke off.</returns>
    internal static async ValueTask<GatewayFault?> GatherAsync(Invocation invocation, int maxBytes)
    {
        var response = invocation.Response;
        if (response.Rest is not { } rest || rest.TotalBytes > maxBytes) return null;

        // Templates have rendered nothing for an answer that is handed on.
        var buffer = invocation.RenderedBody;
        buffer.Clear();
        response.Body.Span.CopyTo(buffer.GetSpan(response.Body.Length));
        buffer.Advance(response.Body.Length);
        try
        {
            while (buffer.Length <= maxBytes)
            {
                var read = await rest.Source.ReadAsync(buffer.GetMemory(16 * 1024));
                if (read == 0)
                {
                    response.Rest = null;
                    await rest.Source.DisposeAsync();
                    break;
                }

                buffer.Advance(read);
            }

            response.Body = buffer.Memory;
            return null;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            response.Rest = null;
            await rest.Source.DisposeAsync();
            return exception is OperationCanceledException ? GatewayFault.IntegrationTimeout : GatewayFault.NetworkError($"Execution failed due to a network error communicating with endpoint: {exception.Message}");
        }
    }
}
