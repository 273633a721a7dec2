using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Steps;

/// <summary>Stands where a method's back end cannot be called at all: every request is answered 500, and the log says why.</summary>
public sealed class UnavailableIntegrationStep(string detail) : IStep
{
    private readonly GatewayFault _fault = GatewayFault.Configuration(detail);

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation) => new(_fault);
}
