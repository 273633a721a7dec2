using System.Collections.Immutable;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.Integrations.Mock;

/// <summary>No back end: the request template names the status of the answer.</summary>
/// <param name="known">The statuses of templates that are the same for every request, read when the stage was activated.</param>
public sealed class MockIntegration(ImmutableArray<(ReadOnlyMemory<byte> Text, int? Status)> known) : IStep
{
    private static readonly GatewayFault NoStatus =
        GatewayFault.Configuration("Unable to parse statusCode. It should be an integer that is defined in the request template.");

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var call = invocation.Integration;
        if (StatusOf(call.RequestBody) is not { } status) return new(NoStatus);

        call.Status = status;
        call.ResponseBody = default;
        return default;
    }

    private int? StatusOf(ReadOnlyMemory<byte> body)
    {
        foreach (var (text, status) in known)
        {
            // The same memory, not merely the same content: such a template hands out its own bytes.
            if (text.Equals(body)) return status;
        }

        return MockStatusCode.TryRead(body.Span);
    }
}
