using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Steps;

/// <summary>Reads the client's body into memory, for methods that look into it.</summary>
public sealed class ReadBodyStep : IStep
{
    public static ReadBodyStep Instance { get; } = new();

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation) => RequestBodies.ReadAsync(invocation.Request, invocation.Body);
}
