using Portico.Lambda.Calls;

namespace Portico.Lambda.Execution;

/// <summary>Why an environment did not come up: an error object of the function's own, or a sentence of the service's.</summary>
/// <param name="ErrorType">Such as <c>Runtime.ExitError</c>.</param>
/// <param name="Message">Without the request's id, which stands before it.</param>
/// <param name="Payload">The function's own error object, or null.</param>
internal sealed record InitFailure(string ErrorType, string Message, byte[]? Payload = null)
{
    internal InvocationOutcome ToOutcome(string requestId) => Payload is not null
        ? InvocationOutcome.Failure(PooledBytes.Of(Payload))
        : InvocationOutcome.Failure(ErrorType, $"RequestId: {requestId} Error: {Message}");
}
