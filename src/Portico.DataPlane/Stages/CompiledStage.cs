using System.Collections.Frozen;
using Portico.DataPlane.Responses;
using Portico.DataPlane.Routing;

namespace Portico.DataPlane.Stages;

/// <summary>
/// A stage ready to run. Immutable and complete: a request takes the reference once and needs nothing else, so a new
/// deployment is one exchange of references.
/// </summary>
public sealed class CompiledStage
{
    public required string ApiId { get; init; }

    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string EndpointType { get; init; }

    public required RouteTree<CompiledMethod> Routes { get; init; }

    public required FrozenDictionary<string, string> Variables { get; init; }

    public required CompiledGatewayResponses GatewayResponses { get; init; }

    public required BinaryMediaTypes BinaryMediaTypes { get; init; }

    /// <summary>True when only custom domain names lead here.</summary>
    public bool ExecuteApiEndpointIsDisabled { get; init; }
}
