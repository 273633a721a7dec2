using System.Collections.Immutable;
using Portico.Aws.Policies;
using Portico.Compiler.Authorization;
using Portico.Compiler.Caching;
using Portico.Compiler.Integrations;
using Portico.DataPlane.Caching;
using Portico.DataPlane.Observation;
using Portico.DataPlane.Stages;
using Portico.DataPlane.Traffic;
using Portico.State.Caching;

namespace Portico.Compiler;

/// <summary>What the compiler knows besides the definition.</summary>
public sealed record CompilationOptions
{
    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    /// <summary>Whether methods are compiled so that an <see cref="DataPlane.Execution.IExecutionObserver"/> sees what happens in them.</summary>
    public bool IsObserved { get; init; }

    /// <summary>Where logs and metrics of stages go; null where nothing is taken down.</summary>
    public ObservationTargets? Observation { get; init; }

    /// <summary>The API keys and counters that methods are compiled against.</summary>
    public TrafficControl Traffic { get; init; } = TrafficControl.WithoutKeys();

    /// <summary>Where answers are kept; null where none are.</summary>
    public IResponseCaches? Caches { get; init; }

    /// <summary>Who may have a kept answer fetched anew, under a resource policy or none. Nobody, unless it is given.</summary>
    public Func<PolicyDocument?, ICacheInvalidation> CacheInvalidation { get; init; } = _ => new NobodyInvalidates();

    /// <summary>The header by whose values clients stay with a canary or without; null to draw each request.</summary>
    public string? CanaryHeader { get; init; }

    /// <summary>What requests are drawn by.</summary>
    public Func<uint> CanaryDraw { get; init; } = CanaryDraws.Next;

    /// <summary>One for each kind of integration that this host carries out.</summary>
    public required ImmutableArray<IIntegrationFactory> Integrations { get; init; }

    /// <summary>One for each way of authorizing callers that this host carries out; a method that none of them handles lets nobody in.</summary>
    public ImmutableArray<IAuthorizationFactory> Authorizations { get; init; } = [];
}
