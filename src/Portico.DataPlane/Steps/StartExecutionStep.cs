using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Steps;

/// <summary>Shows a request to the invocation's observer, with its body; only methods that are observed have it.</summary>
public sealed class StartExecutionStep : IStep
{
    private StartExecutionStep()
    {
    }

    public static StartExecutionStep Instance { get; } = new();

    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var fault = await RequestBodies.ReadAsync(invocation.Request, invocation.Body);
        invocation.Execution?.Started(invocation);
        return fault;
    }
}
