using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Events;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.Lambda;
using Portico.Lambda.Calls;

namespace Portico.Integrations.Lambda;

/// <summary>A proxy integration whose answer is handed on while the function makes it: metadata, eight NUL bytes, then the body as it comes.</summary>
/// <param name="method">The function and its limit.</param>
/// <param name="illegalHeader">As of <see cref="LambdaProxyIntegration"/>.</param>
/// <param name="dropsAuthorization">True for AWS_IAM.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html"/>
internal sealed class LambdaStreamIntegration(LambdaMethod method, string? illegalHeader, bool dropsAuthorization) : IStep
{
    private const int MaxPreludeBytes = 16 * 1024;
    private const string LengthHeader = HeaderRules.RemappedPrefix + "Content-Length";

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EdgeIdleLimit = TimeSpan.FromSeconds(30);

    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        if (illegalHeader is not null) return GatewayFault.Configuration($"Header '{illegalHeader}' must not be set by a mapping");
        if (method.Find(invocation, out var function) is { } missing) return missing;

        var stream = new ResponseStream();
        var call = method.NewCall(function, invocation);
        call.Stream = stream;
        ProxyEvent.Write(call.Event, invocation, dropsAuthorization);
        if (call.EventBytes.Length > Limits.MaxRequestBytes)
        {
            call.Dispose();
            return LambdaFault.TooLarge;
        }

        method.Calling(invocation, call);
        var deadline = new CancellationTokenSource(method.Timeout, invocation.Time);
        var running = method.Target.InvokeAsync(call, method.Timeout).AsTask();
        var isHandedOn = false;
        try
        {
            if (await Task.WhenAny(stream.Started, running) == running && !stream.Started.IsCompleted) return await WithoutStreamAsync(invocation, running);
            if (await TakePreludeAsync(invocation, stream.Reader, deadline.Token) is not { } length) return LambdaFault.WrongStream;

            var idleLimit = invocation.Stage.EndpointType == "EDGE" ? EdgeIdleLimit : IdleLimit;
            var body = new FunctionBodyStream(stream.Reader, length < 0 ? null : length, deadline, idleLimit, invocation.Time);
            invocation.Response.Rest = new ResponseRest(body, length < 0 ? null : length) { MaxBytes = Limits.MaxStreamedBytes };
            invocation.Response.ShowsTraceId = true;
            isHandedOn = true;
            return null;
        }
        catch (OperationCanceledException)
        {
            return GatewayFault.IntegrationTimeout;
        }
        catch (IOException)
        {
            using var outcome = await running;
            return LambdaFault.OfOutcome(outcome) ?? LambdaFault.OfFunction(outcome, invocation);
        }
        finally
        {
            if (!isHandedOn)
            {
                await stream.Reader.CompleteAsync();
                deadline.Dispose();
                if (invocation.Response.Rest is null) invocation.Response.Clear();
            }

            _ = DisposeOfAsync(running);
        }
    }

    private static async ValueTask<GatewayFault> WithoutStreamAsync(Invocation invocation, Task<InvocationOutcome> running)
    {
        var outcome = await running;
        if (LambdaFault.OfOutcome(outcome) is { } failure) return failure;
        LambdaMethod.Called(invocation, outcome, status: 200);
        return outcome.Status == InvocationStatus.FunctionError ? LambdaFault.OfFunction(outcome, invocation) : LambdaFault.WrongStream;
    }

    // Null when there is none; else the length that it tells, or -1.
    private static async ValueTask<long?> TakePreludeAsync(Invocation invocation, PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (EndOf(read.Buffer) is { } end)
            {
                var prelude = read.Buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(end + 8));
                invocation.Execution?.Called(invocation, 200, prelude);
                return ProxyAnswer.TryReadPrelude(prelude, invocation) ? Length(invocation.Response.Headers) : null;
            }

            var isOver = read.IsCompleted || read.Buffer.Length > MaxPreludeBytes;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (isOver) return null;
        }
    }

    // The length is that of the body which follows, so it frames the answer.
    private static long Length(HeaderList headers)
    {
        if (headers.Last(LengthHeader) is not { } text) return -1;
        headers.Remove(LengthHeader);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= Limits.MaxStreamedBytes ? length : -1;
    }

    private static long? EndOf(ReadOnlySequence<byte> buffer)
    {
        var head = buffer.Slice(0, Math.Min(buffer.Length, MaxPreludeBytes)).ToArray();
        var at = head.AsSpan().IndexOf(stackalloc byte[8]);
        return at < 0 ? null : at;
    }

    private static async Task DisposeOfAsync(Task<InvocationOutcome> running)
    {
        using var outcome = await running;
    }
}
