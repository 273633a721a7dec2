using Portico.DataPlane.Execution;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Listening;

/// <summary>Sees every request when its answer is known. Called on the request's thread: it must not wait, and must not keep the invocation.</summary>
public interface IRequestObserver
{
    /// <summary>A request has found its method.</summary>
    /// <returns>Who looks on while it runs, or null.</returns>
    IExecutionObserver? Begin(Invocation invocation) => null;

    /// <summary>A request of a stage is about to be answered.</summary>
    void Answered(Invocation invocation, GatewayFault? fault);

    /// <summary>A request that led to no stage, or was no sound message, is about to be answered.</summary>
    void Refused(Invocation invocation, int status);
}

/// <summary>Looks away.</summary>
public sealed class NoRequestObserver : IRequestObserver
{
    public void Answered(Invocation invocation, GatewayFault? fault)
    {
    }

    public void Refused(Invocation invocation, int status)
    {
    }
}
