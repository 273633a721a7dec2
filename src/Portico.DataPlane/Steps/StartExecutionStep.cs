using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Steps;

/// <summary>Shows a request to the invocation's observer; only methods that are observed have it.</summary>
public sealed class StartExecutionStep : IStep
{
    private readonly bool _readsBody;

    private StartExecutionStep(bool readsBody) => _readsBody = readsBody;

    /// <summary>With the client's body, which it reads.</summary>
    public static StartExecutionStep Instance { get; } = new(readsBody: true);

    /// <summary>Without the body, which later steps read or hand on.</summary>
    public static StartExecutionStep WithoutBody { get; } = new(readsBody: false);

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        if (_readsBody) return ReadAsync(invocation);
        invocation.Execution?.Started(invocation);
        return default;
    }

    private static async ValueTask<GatewayFault?> ReadAsync(Invocation invocation)
    {
        var fault = await RequestBodies.ReadAsync(invocation.Request, invocation.Body);
        invocation.Execution?.Started(invocation);
        return fault;
    }
}
