using System.Collections.Frozen;
using Portico.DataPlane.Media;
using Portico.DataPlane.Observation;

namespace Portico.DataPlane.Invocations;

/// <summary>What a request may know of the stage it runs in.</summary>
public sealed class StageContext
{
    private string? _userAgent;

    public required string ApiId { get; init; }

    /// <summary>What back ends are told of the caller, where the client said nothing.</summary>
    public string UserAgent => _userAgent ??= "AmazonAPIGateway_" + ApiId;

    public required string StageName { get; init; }

    public required string DeploymentId { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required string EndpointType { get; init; }

    /// <summary>Whether this is the canary of its stage; null where the stage has none.</summary>
    public bool? IsCanary { get; init; }

    /// <summary>As logs and metrics name the stage: with <c>/Canary</c> behind it where this is the canary.</summary>
    public string ReportedName => IsCanary == true ? StageName + "/Canary" : StageName;

    /// <summary>What is taken down of its requests, or null for nothing.</summary>
    public StageObservation? Observation { get; init; }

    public required FrozenDictionary<string, string> Variables { get; init; }

    public required BinaryMediaTypes BinaryMediaTypes { get; init; }
}
