using System.Runtime.CompilerServices;
using Portico.DataPlane.Events;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Pipelines;
using Portico.Lambda;
using Portico.Lambda.Calls;

namespace Portico.Integrations.Lambda;

/// <summary>Hands the client's request to a function as an event, and makes the client's response of what it returns.</summary>
/// <param name="method">The function and its limit.</param>
/// <param name="illegalHeader">A header that a mapping must not set: it fails although mappings have no effect here (recorded).</param>
/// <param name="dropsAuthorization">True for AWS_IAM.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"/>
internal sealed class LambdaProxyIntegration(LambdaMethod method, string? illegalHeader, bool dropsAuthorization) : IStep
{
    private const string StreamedFormat = "application/vnd.awslambda.http-integration-response";

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        if (illegalHeader is not null) return GatewayFault.Configuration($"Header '{illegalHeader}' must not be set by a mapping");
        if (method.Find(invocation, out var function) is { } missing) return missing;

        var call = method.NewCall(function, invocation);
        ProxyEvent.Write(call.Event, invocation, dropsAuthorization);
        if (call.EventBytes.Length > Limits.MaxRequestBytes)
        {
            call.Dispose();
            return LambdaFault.TooLarge;
        }

        method.Calling(invocation, call);
        using var outcome = await method.Target.InvokeAsync(call, method.Timeout);
        return LambdaFault.OfOutcome(outcome) ?? Take(invocation, outcome);
    }

    private static GatewayFault? Take(Invocation invocation, InvocationOutcome outcome)
    {
        LambdaMethod.Called(invocation, outcome, status: 200);
        if (outcome.Status == InvocationStatus.FunctionError) return LambdaFault.OfFunction(outcome, invocation);

        var response = invocation.Response;
        if (outcome.ContentType == StreamedFormat) return TakeHead(invocation, outcome.Payload.Span);
        if (ProxyAnswer.TryRead(outcome.Payload.Span, invocation) is not { } isBase64)
        {
            response.Clear();
            return LambdaFault.Malformed;
        }

        var body = invocation.ResponseBuffer.Memory;
        if (isBase64 && IsBinary(invocation) && !BodyConversion.Base64Decode.TryApply(ref body, invocation.MappedBody))
        {
            response.Clear();
            return LambdaFault.BadBase64;
        }

        response.Body = body;
        response.ShowsTraceId = true;
        return null;
    }

    // A function that streams and is called plainly: head and status only, as on AWS.
    private static GatewayFault? TakeHead(Invocation invocation, ReadOnlySpan<byte> payload)
    {
        var end = payload.IndexOf(stackalloc byte[8]);
        if (end >= 0 && ProxyAnswer.TryReadPrelude(payload[..end], invocation))
        {
            invocation.Response.Body = default;
            invocation.Response.ShowsTraceId = true;
            return null;
        }

        invocation.Response.Clear();
        return LambdaFault.Malformed;
    }

    // The client asks for bytes, or the function says that it gives some.
    private static bool IsBinary(Invocation invocation)
    {
        var binary = invocation.Stage.BinaryMediaTypes;
        return !binary.IsEmpty && (binary.Matches(invocation.Request.Header("Accept")) || binary.Matches(invocation.Response.Headers.Last("Content-Type")));
    }
}
