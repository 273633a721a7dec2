using Portico.Model.Lambda;

namespace Portico.ControlPlane.Lambda;

/// <summary>Runs functions; the host knows how.</summary>
public interface IFunctionRunner
{
    /// <summary>Runs a call to its end.</summary>
    ValueTask<FunctionRunResult> RunAsync(FunctionRun run, CancellationToken cancellationToken);

    /// <summary>Takes an asynchronous call.</summary>
    /// <returns>False when too many wait already.</returns>
    bool TryEnqueue(FunctionRun run);
}

/// <summary>A call of a function.</summary>
/// <param name="Qualifier">As the caller gave it, or null.</param>
/// <param name="ClientContext">JSON, or null.</param>
public sealed record FunctionRun(
    LambdaFunction Function, string? Qualifier, FunctionConfiguration Version, ReadOnlyMemory<byte> Payload, string RequestId, string? TraceId, string? ClientContext, bool TakesLogTail);

/// <summary>What came of it.</summary>
/// <param name="IsThrottled">True when it was not run, since as many calls run as may.</param>
/// <param name="ContentType">Of a streamed response, or null.</param>
public sealed record FunctionRunResult(bool IsThrottled, bool IsFunctionError, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> LogTail, string ExecutedVersion, string? ContentType);
