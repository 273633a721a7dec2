using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>Takes a back end's answer into memory, for the response mapping.</summary>
internal static class WholeAnswer
{
    /// <summary>Reads the body to its end.</summary>
    /// <returns>Null when all of it is there, or the failure that a body over the limit is.</returns>
    /// <exception cref="UpstreamException">It broke off, or took too long.</exception>
    internal static async ValueTask<GatewayFault?> TakeAsync(Invocation invocation, UpstreamResponse answer)
    {
        var call = invocation.Integration;
        call.Status = answer.Status;
        if (answer.ContentLength > RequestBodies.MaxBytes) return UpstreamFault.TooLarge(answer.ContentLength.Value);

        var buffer = invocation.ResponseBuffer;
        buffer.Clear();
        while (await answer.ReadAsync(buffer.GetMemory(4096)) is > 0 and var read)
        {
            buffer.Advance(read);
            if (buffer.Length > RequestBodies.MaxBytes) return UpstreamFault.TooLarge(buffer.Length);
        }

        call.ResponseBody = buffer.Memory;
        invocation.Execution?.Called(invocation, call.Status, call.ResponseBody);
        return null;
    }
}
