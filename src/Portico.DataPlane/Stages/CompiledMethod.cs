using System.Collections.Immutable;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Stages;

/// <summary>A method ready to run: what it is called, and the steps that it needs and no others.</summary>
/// <param name="Context">What its requests may know of it.</param>
/// <param name="Steps">In AWS's order; see <see cref="RestPipeline"/>.</param>
public sealed record CompiledMethod(MethodContext Context, ImmutableArray<IStep> Steps)
{
    /// <summary>The one of them that decides who may call; null where everybody may.</summary>
    public IStep? Authorize { get; init; }
}
