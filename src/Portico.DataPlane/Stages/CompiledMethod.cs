using System.Collections.Immutable;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Stages;

/// <summary>A method ready to run: what it is called, and the steps that it needs and no others.</summary>
public sealed class CompiledMethod
{
    public required string ResourceId { get; init; }

    /// <summary>The resource's path, such as <c>/pets/{petId}</c>.</summary>
    public required string ResourcePath { get; init; }

    /// <summary>The definition's method: <c>GET</c> ... or <c>ANY</c>.</summary>
    public required string HttpMethod { get; init; }

    public string? OperationName { get; init; }

    /// <summary>In the order in which the route captures them.</summary>
    public required ImmutableArray<PathVariable> PathVariables { get; init; }

    /// <summary>In AWS's order; see <see cref="RestPipeline"/>.</summary>
    public required ImmutableArray<IStep> Steps { get; init; }
}

/// <summary>A variable of a resource path.</summary>
public readonly record struct PathVariable(string Name, bool IsGreedy);
