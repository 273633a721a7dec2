using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Execution;

/// <summary>
/// Sees one invocation on its way through its method. An ordinary invocation has none, and its method no step that would call
/// one. Called on the request's thread, one call after the other: it must not wait.
/// </summary>
public interface IExecutionObserver
{
    /// <summary>The caller was let in and the client's body is in memory; nothing has been checked or mapped yet.</summary>
    void Started(Invocation invocation);

    /// <summary>A back end is about to be called, with the header lines of <see cref="Invocation.Integration"/>.</summary>
    /// <param name="uri">Whole, as it goes out.</param>
    /// <param name="body">What goes out with it, as far as it is in memory.</param>
    void Calling(Invocation invocation, string uri, ReadOnlyMemory<byte> body);

    /// <summary>A back end has answered, with the header lines of <see cref="Invocation.Integration"/>.</summary>
    /// <param name="body">What came back, as far as it is in memory.</param>
    void Called(Invocation invocation, int status, ReadOnlyMemory<byte> body);

    /// <summary>The answer is known and not sent yet.</summary>
    /// <param name="fault">Why it is not the integration's answer, or null.</param>
    void Finished(Invocation invocation, GatewayFault? fault, int status);
}
