using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Steps;

/// <summary>Takes the time at which a back end begins to be called.</summary>
public sealed class StartIntegrationStep : IStep
{
    private StartIntegrationStep()
    {
    }

    public static StartIntegrationStep Instance { get; } = new();

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        invocation.StartIntegration();
        return default;
    }
}
