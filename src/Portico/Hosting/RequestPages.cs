using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Portico.DataPlane.Observation;

namespace Portico.Hosting;

/// <summary><c>/_portico/requests</c>: the last requests as JSON, or from now on as server-sent events where the client asks for those.</summary>
internal static class RequestPages
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    internal static async Task WriteAsync(HttpContext context, RequestInspector? inspector)
    {
        var response = context.Response;
        if (inspector is null)
        {
            response.StatusCode = 404;
            response.ContentType = "application/json";
            await response.WriteAsync("{\"message\":\"Requests are not kept: set inspector: { requests: 1000 } in portico.yaml\"}");
            return;
        }

        if (context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            await FollowAsync(context, inspector);
            return;
        }

        response.ContentType = "application/json";
        await response.Body.WriteAsync(Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("skipped", inspector.Skipped);
            writer.WriteStartArray("requests");
            foreach (var request in inspector.Last) request.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }

    private static async Task FollowAsync(HttpContext context, RequestInspector inspector)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var stopped = context.RequestAborted;
        using var reading = inspector.Follow();
        try
        {
            // From here on nothing is missed, and the client may know it.
            await WriteAsync(": following\n\n");
            while (true)
            {
                if (!await WaitAsync(reading.Requests, stopped)) await WriteAsync(": still here\n\n");
                while (reading.Requests.TryRead(out var request))
                {
                    await context.Response.WriteAsync("data: ", stopped);
                    await context.Response.Body.WriteAsync(Json(request.WriteTo), stopped);
                    await WriteAsync("\n\n");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }

        async Task WriteAsync(string text)
        {
            await context.Response.WriteAsync(text, stopped);
            await context.Response.Body.FlushAsync(stopped);
        }
    }

    // False when it is time to say that the connection still stands.
    private static async Task<bool> WaitAsync(ChannelReader<InspectedRequest> requests, CancellationToken stopped)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        beat.CancelAfter(Heartbeat);
        try
        {
            return await requests.WaitToReadAsync(beat.Token);
        }
        catch (OperationCanceledException) when (!stopped.IsCancellationRequested)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.WrittenMemory;
    }
}
