using Portico.Lambda.Calls;

namespace Portico.Lambda.Remote;

/// <summary>Functions of another service that speaks Lambda's Invoke API.</summary>
public interface IRemoteFunctions
{
    /// <summary>Calls one; disposes of the call. Nothing is thrown: what was refused, and what could not be reached, are outcomes.</summary>
    /// <param name="call">Whose <see cref="FunctionCall.Reference"/> says which.</param>
    /// <param name="type">How.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    ValueTask<InvocationOutcome> InvokeAsync(FunctionCall call, RemoteInvocationType type, CancellationToken cancellationToken);
}

/// <summary><c>X-Amz-Invocation-Type</c>.</summary>
public enum RemoteInvocationType
{
    RequestResponse,
    Event,
}
