using Portico.DataPlane.Execution;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Observation;

/// <summary>Two that look on.</summary>
internal sealed class SeveralObservers(IExecutionObserver first, IExecutionObserver second) : IExecutionObserver
{
    public void Started(Invocation invocation)
    {
        first.Started(invocation);
        second.Started(invocation);
    }

    public void Calling(Invocation invocation, string uri, ReadOnlyMemory<byte> body)
    {
        first.Calling(invocation, uri, body);
        second.Calling(invocation, uri, body);
    }

    public void Called(Invocation invocation, int status, ReadOnlyMemory<byte> body)
    {
        first.Called(invocation, status, body);
        second.Called(invocation, status, body);
    }

    public void Finished(Invocation invocation, GatewayFault? fault, int status)
    {
        first.Finished(invocation, fault, status);
        second.Finished(invocation, fault, status);
    }
}
