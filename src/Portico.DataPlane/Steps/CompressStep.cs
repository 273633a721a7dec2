using Portico.DataPlane.Compression;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Steps;

/// <summary>Compresses an answer for a client that wants it so, unless it is small or the back end has coded it already.</summary>
/// <param name="minBytes">The smallest body that is compressed.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html"/>
public sealed class CompressStep(int minBytes) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var response = invocation.Response;
        var coding = ContentCodings.Choose(invocation.Request.Headers.AcceptEncoding);
        if (coding == ContentCoding.Identity || invocation.Request.IsHead) return default;
        if (response.Headers.Contains("Content-Encoding") || invocation.Integration.ResponseHeaders.Contains("Content-Encoding")) return default;
        if (response.Rest is not null) return GatheredAsync(invocation, coding);
        if (response.Body.IsEmpty || response.Body.Length < minBytes) return default;
        if (response.Forms?.Form(coding == ContentCoding.Gzip) is { } form) return Use(invocation, coding, form);
        return response.Body.Length <= CodedBodies.CompressedAtOnceBytes ? Compress(invocation, coding) : ElsewhereAsync(invocation, coding);
    }

    private static async ValueTask<GatewayFault?> ElsewhereAsync(Invocation invocation, ContentCoding coding) => await Task.Run(() => Compress(invocation, coding).AsTask());

    private async ValueTask<GatewayFault?> GatheredAsync(Invocation invocation, ContentCoding coding)
    {
        if (await ResponseGathering.GatherAsync(invocation, RequestBodies.MaxBytes) is { } fault) return fault;

        // More than API Gateway answers at all: it is handed on as it is, and breaks off at the limit.
        var response = invocation.Response;
        return response.Rest is not null || response.Body.Length < minBytes ? null : await ElsewhereAsync(invocation, coding);
    }

    private static ValueTask<GatewayFault?> Compress(Invocation invocation, ContentCoding coding)
    {
        var response = invocation.Response;
        CodedBodies.Compress(response.Body.Span, coding, invocation.CompressedBody);
        if (response.Forms is { TakesForms: true } forms) forms.Keep(coding == ContentCoding.Gzip, invocation.CompressedBody.Span.ToArray());
        return Use(invocation, coding, invocation.CompressedBody.Memory);
    }

    private static ValueTask<GatewayFault?> Use(Invocation invocation, ContentCoding coding, ReadOnlyMemory<byte> body)
    {
        invocation.Response.Body = body;
        invocation.Response.Headers.Add("Content-Encoding", coding == ContentCoding.Gzip ? "gzip" : "deflate");
        return default;
    }
}
