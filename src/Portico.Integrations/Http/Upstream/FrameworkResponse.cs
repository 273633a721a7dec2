namespace Portico.Integrations.Http.Upstream;

/// <summary>An answer that the framework's client brings.</summary>
internal sealed class FrameworkResponse(Origin origin, HttpResponseMessage response, long? contentLength, Stream body, CancellationTokenSource limit)
    : UpstreamResponse((int)response.StatusCode, contentLength)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await body.ReadAsync(buffer, limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            throw FrameworkUpstream.Failure(origin, exception, limit);
        }
    }

    public override void Dispose()
    {
        response.Dispose();
        limit.Dispose();
    }
}
