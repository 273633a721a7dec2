using Portico.ControlPlane.Lambda;
using Portico.Lambda;
using Portico.Lambda.Calls;
using Portico.Lambda.Events;

namespace Portico.Functions;

/// <summary>Calls that come through Lambda's own API.</summary>
internal sealed class FunctionRunner(FunctionInvoker invoker, EventQueue events) : IFunctionRunner
{
    public async ValueTask<FunctionRunResult> RunAsync(FunctionRun run, CancellationToken cancellationToken)
    {
        var call = new FunctionCall(run.Function, run.Qualifier, run.RequestId, run.TraceId, run.ClientContext) { TakesLogTail = run.TakesLogTail }.With(run.Payload.Span);
        using var outcome = await invoker.InvokeAsync(call, run.Version, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new(
            outcome.Status == InvocationStatus.Throttled, outcome.Status == InvocationStatus.FunctionError, outcome.Payload.ToArray(), outcome.LogTail, outcome.ExecutedVersion,
            outcome.ContentType);
    }

    public bool TryEnqueue(FunctionRun run) => events.TryEnqueue(run.Function, run.Qualifier, run.Payload.Span, run.RequestId, run.TraceId, run.ClientContext);
}
