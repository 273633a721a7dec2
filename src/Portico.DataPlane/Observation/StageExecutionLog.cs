using Portico.DataPlane.Execution;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Observation;

/// <summary>One request in the execution log of its stage: AWS's sentences, each behind the request's id.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"/>
internal sealed class StageExecutionLog : IExecutionObserver
{
    // What CloudWatch shows of an event of API Gateway.
    private const int MaxEventBytes = 1024;

    private readonly ILogSink _sink;
    private readonly string _requestId;
    private readonly TimeProvider _time;
    private readonly bool _takesEverything;
    private readonly ExecutionLog _log;

    internal StageExecutionLog(ILogSink sink, Invocation invocation)
    {
        var settings = invocation.Method!.Settings;
        _sink = sink;
        _requestId = invocation.RequestId;
        _time = invocation.Time;
        _takesEverything = settings.LoggingLevel == LoggingLevel.Info;
        _log = new ExecutionLog(Line) { ShowsData = settings.DataTraceEnabled, ShowsGatewayResponse = true };
        if (_takesEverything) Line($"Extended Request Id: {invocation.ExtendedRequestId}");
    }

    public void Started(Invocation invocation)
    {
        if (!_takesEverything) return;
        var stage = $"{invocation.Stage.ApiId}/{invocation.Stage.StageName}";
        var key = ExecutionLog.MaskedKey(invocation.ApiKey);
        Line($"Verifying Usage Plan for request: {_requestId}. API Key: {key} API Stage: {stage}");
        if (invocation.ApiKey is null)
        {
            Line($"API Key authorized because method '{invocation.Method!.HttpMethod} {invocation.Method.ResourcePath}' does not require API Key. Request will not contribute to throttle or quota limits");
        }

        Line($"Usage Plan check succeeded for API Key {key} and API Stage {stage}");
        _log.Started(invocation);
    }

    public void Calling(Invocation invocation, string uri, ReadOnlyMemory<byte> body)
    {
        if (_takesEverything) _log.Calling(invocation, uri, body);
    }

    public void Called(Invocation invocation, int status, ReadOnlyMemory<byte> body)
    {
        if (_takesEverything) _log.Called(invocation, status, body);
    }

    public void Finished(Invocation invocation, GatewayFault? fault, int status)
    {
        if (_takesEverything || fault is not null) _log.Finished(invocation, fault, status);
    }

    private void Line(string text)
    {
        Span<byte> memory = stackalloc byte[MaxEventBytes];
        var line = new LogLine(memory);
        line.Append("("u8);
        line.Append(_requestId);
        line.Append(") "u8);
        line.Append(text);
        _sink.Write(_time.GetUtcNow(), line.Written);
    }
}
