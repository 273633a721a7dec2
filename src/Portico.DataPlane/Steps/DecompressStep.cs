using Portico.DataPlane.Compression;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Steps;

/// <summary>Takes the coding off a client's body, so that everything behind it sees the body itself.</summary>
/// <param name="minBytes">Smaller bodies are handed on as they came.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html"/>
public sealed class DecompressStep(int minBytes) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var request = invocation.Request;
        var coded = request.Headers.ContentEncoding;
        if (coded.Count == 0 || !request.CanHaveBody) return default;

        // Several codings upon each other are not taken.
        if (coded.Count > 1 || ContentCodings.Parse(coded[0].AsSpan().Trim()) is not { } coding) return new(GatewayFault.UnsupportedMediaType);
        if (coding != ContentCoding.Identity) return DecompressedAsync(invocation, coding);
        request.LeaveCoding(bodyBytes: null);
        return default;
    }

    private async ValueTask<GatewayFault?> DecompressedAsync(Invocation invocation, ContentCoding coding)
    {
        if (await RequestBodies.ReadAsync(invocation.Request, invocation.Body) is { } fault) return fault;
        var body = invocation.Body;
        if (body.Length < minBytes || body.Length == 0) return null;
        return body.Length <= CodedBodies.DecompressedAtOnceBytes ? Decompress(invocation, coding) : await Task.Run(() => Decompress(invocation, coding));
    }

    private static GatewayFault? Decompress(Invocation invocation, ContentCoding coding)
    {
        var plain = invocation.CompressedBody;
        switch (CodedBodies.TryDecompress(invocation.Body.Memory, coding, plain, RequestBodies.MaxBytes))
        {
            case false: return GatewayFault.UnsupportedMediaType;
            case null: return GatewayFault.PayloadTooLarge;
            default: break;
        }

        var body = invocation.Body;
        body.Clear();
        plain.Span.CopyTo(body.GetSpan(plain.Length));
        body.Advance(plain.Length);
        plain.Clear();
        invocation.Request.LeaveCoding(body.Length);
        return null;
    }
}
