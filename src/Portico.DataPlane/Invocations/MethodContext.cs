using System.Collections.Immutable;
using Portico.DataPlane.Observation;

namespace Portico.DataPlane.Invocations;

/// <summary>What a request may know of the method it calls.</summary>
public sealed record MethodContext
{
    public required string ResourceId { get; init; }

    /// <summary>The resource's path, such as <c>/pets/{petId}</c>.</summary>
    public required string ResourcePath { get; init; }

    /// <summary>The definition's method: <c>GET</c> ... or <c>ANY</c>.</summary>
    public required string HttpMethod { get; init; }

    public string? OperationName { get; init; }

    /// <summary>What the stage says about its logs and metrics.</summary>
    public MethodSettings Settings { get; init; } = MethodSettings.Default;

    /// <summary>Metrics of this method by itself, or null where the stage keeps none.</summary>
    public RequestCounters? Counters { get; init; }

    /// <summary>In the order in which the route captures them.</summary>
    public required ImmutableArray<PathVariable> PathVariables { get; init; }
}

/// <summary>A variable of a resource path.</summary>
public readonly record struct PathVariable(string Name, bool IsGreedy);
