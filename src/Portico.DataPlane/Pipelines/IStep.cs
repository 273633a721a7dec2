using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Pipelines;

/// <summary>One thing that happens to a request. Built once per method, used by all its requests at the same time.</summary>
public interface IStep
{
    /// <summary>Does its part.</summary>
    /// <returns>Null to go on, or the failure that the client is answered.</returns>
    ValueTask<GatewayFault?> RunAsync(Invocation invocation);
}
