using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Mapping;

/// <summary>A body template, parsed when the stage was activated. The one place where a template language plugs in.</summary>
public interface IMappingTemplate
{
    /// <summary>The result, for a template that is the same for every request; otherwise null.</summary>
    ReadOnlyMemory<byte>? Constant { get; }

    /// <summary>Renders into <paramref name="output"/>.</summary>
    /// <param name="invocation">The request that <c>$input.params</c>, <c>$context</c> and <c>$stageVariables</c> speak of.</param>
    /// <param name="body">What <c>$input.body</c> is: the client's body, or in a response template the back end's.</param>
    /// <param name="output">Where the result goes.</param>
    /// <returns>Null, or why it could not be rendered.</returns>
    GatewayFault? Render(Invocation invocation, ReadOnlyMemory<byte> body, PayloadBuffer output);
}
