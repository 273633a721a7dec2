using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Listening;

/// <summary>Writes a finished response to the client.</summary>
internal static class ResponseWriter
{
    private const int PieceBytes = 64 * 1024;

    internal static ValueTask WriteAsync(IFeatureCollection features, Invocation invocation)
    {
        var target = features.Response();
        var response = invocation.Response;
        target.StatusCode = response.Status;

        var headers = target.Headers;
        var lines = response.Headers.Lines;
        for (var index = 0; index < lines.Length; index++)
        {
            var (name, value) = lines[index];

            // Nearly every answer has this one, and the server keeps it apart from the others.
            if (ReferenceEquals(name, "Content-Type")) headers.ContentType = value;

            // Several lines of one name stay several lines. Looking for them here is cheaper than asking the server for each.
            else if (HeaderList.Contains(lines[..index], name)) headers[name] = StringValues.Concat(headers[name], value);
            else headers[name] = value;
        }

        headers["x-amzn-RequestId"] = invocation.RequestId;
        headers["x-amz-apigw-id"] = invocation.ExtendedRequestId;
        if (response.ShowsTraceId) headers[TraceId.HeaderName] = invocation.Trace.Text;

        if (response.Rest is { } rest) return WriteRestAsync(features, invocation, rest);
        if (!HasBody(response.Status)) return default;

        // An empty body of an answer to HEAD says nothing about the length that GET would have.
        var isHead = invocation.Request.IsHead;
        if (!isHead || !response.Body.IsEmpty) headers.ContentLength = response.Body.Length;
        if (response.Body.IsEmpty || isHead) return default;
        return WriteBodyAsync(features.ResponseBody().Writer, response.Body);
    }

    /// <summary>Head and body leave in one piece: the first write takes the head along.</summary>
    internal static ValueTask WriteBodyAsync(PipeWriter writer, ReadOnlyMemory<byte> body)
    {
        var write = writer.WriteAsync(body);
        return write.IsCompletedSuccessfully ? default : AwaitedAsync(write);

        static async ValueTask AwaitedAsync(ValueTask<FlushResult> write) => await write;
    }

    private static async ValueTask WriteRestAsync(IFeatureCollection features, Invocation invocation, ResponseRest rest)
    {
        // Disposed on every way out: it holds the back end's connection.
        await using var source = rest.Source;
        var response = invocation.Response;
        if (!HasBody(response.Status)) return;
        if (rest.TotalBytes is { } total) features.Response().Headers.ContentLength = total;
        if (invocation.Request.IsHead) return;

        var writer = features.ResponseBody().Writer;
        try
        {
            await writer.WriteAsync(response.Body);
            long written = response.Body.Length;
            while (true)
            {
                var read = await source.ReadAsync(writer.GetMemory(PieceBytes));
                if (read == 0) return;
                written += read;
                if (written > rest.MaxBytes) break;
                writer.Advance(read);
                if ((await writer.FlushAsync()).IsCompleted) return;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The head has left already: the only honest thing is to break off, so that the client does not take a part for the whole.
        }

        features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
    }

    // RFC 9110 §15.3.5, §15.3.6, §15.4.5.
    private static bool HasBody(int status) => status is >= 200 and not (204 or 205 or 304);
}
