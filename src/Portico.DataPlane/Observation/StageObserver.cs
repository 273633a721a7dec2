using Portico.DataPlane.Execution;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;

namespace Portico.DataPlane.Observation;

/// <summary>Takes down what stages want to know of their requests: metrics, access log, execution log, and the requests themselves.</summary>
/// <param name="next">Who else looks on.</param>
/// <param name="inspector">Null where requests are not kept.</param>
public sealed class StageObserver(IRequestObserver next, RequestInspector? inspector) : IRequestObserver
{
    public IExecutionObserver? Begin(Invocation invocation)
    {
        if (invocation.Stage.Observation is { IsTraced: true }) GatewayTracing.Begin(invocation);
        IExecutionObserver? log = invocation.Method!.Settings.LoggingLevel != LoggingLevel.Off && invocation.Stage.Observation?.ExecutionLog is { } sink
            ? new StageExecutionLog(sink, invocation)
            : null;
        var inspected = inspector?.TryBegin(invocation);
        return log is null ? inspected : inspected is null ? log : new SeveralObservers(log, inspected);
    }

    public void Answered(Invocation invocation, GatewayFault? fault)
    {
        Observe(new AnsweredRequest(invocation, fault, invocation.Response.Status, invocation.Time.GetUtcNow() - invocation.ReceivedAt));
        next.Answered(invocation, fault);
    }

    public void Refused(Invocation invocation, int status)
    {
        if (invocation.Stage is not null) Observe(new AnsweredRequest(invocation, invocation.Fault, status, invocation.Time.GetUtcNow() - invocation.ReceivedAt));
        next.Refused(invocation, status);
    }

    private static void Observe(in AnsweredRequest request)
    {
        if (request.Invocation.Stage.Observation is not { } observation) return;
        observation.Counters.Record(request);
        request.Invocation.Method?.Counters?.Record(request);
        observation.AccessLog?.Write(request);
        GatewayTracing.End(request);
    }
}
