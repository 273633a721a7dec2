using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;
using Portico.DataPlane.Routing;

namespace Portico.DataPlane.Stages;

/// <summary>
/// A stage ready to run. Immutable and complete: a request takes the reference once and needs nothing else, so a new
/// deployment is one exchange of references.
/// </summary>
public sealed class CompiledStage
{
    public required StageContext Context { get; init; }

    public required RouteTree<CompiledMethod> Routes { get; init; }

    /// <summary>Where a share of the requests goes instead; null without a canary.</summary>
    public CanaryChoice? Canary { get; init; }

    public required CompiledGatewayResponses GatewayResponses { get; init; }

    /// <summary>True when only custom domain names lead here.</summary>
    public bool ExecuteApiEndpointIsDisabled { get; init; }
}
