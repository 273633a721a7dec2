using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portico.Lambda.Calls;

namespace Portico.Lambda.Channels;

/// <summary>
/// Lambda's Runtime API over HTTP: how runtimes with a client of their own are talked to (<c>provided.*</c>, .NET, Java). Each
/// environment has a port of its own, which is all that tells one from another.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/>
internal sealed class HttpChannel : IRuntimeChannel, IHttpApplication<IFeatureCollection>
{
    private const string Prefix = "/2018-06-01/runtime/";
    private const string StreamingMode = "streaming";

    private readonly KestrelServer _server;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<RuntimeReply?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<FunctionCall?> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FunctionCall? _call;
    private TaskCompletionSource<RuntimeReply>? _reply;
    private bool _isHandedOut;
    private bool _isAborted;

    private HttpChannel(KestrelServer server) => _server = server;

    public IReadOnlyDictionary<string, string> Environment { get; private set; } = new Dictionary<string, string>();

    internal static async Task<HttpChannel> ListenAsync(CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = Limits.MaxStreamedBytes;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(1);
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        var loggers = NullLoggerFactory.Instance;
        var channel = new HttpChannel(new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), loggers));
        await channel._server.StartAsync(channel, cancellationToken).ConfigureAwait(false);
        var address = new Uri(channel._server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        channel.Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["AWS_LAMBDA_RUNTIME_API"] = address.Authority };
        return channel;
    }

    public ValueTask<RuntimeReply?> WaitUntilReadyAsync() => new(_ready.Task);

    public async ValueTask<RuntimeReply> ExchangeAsync(FunctionCall call, ReadOnlyMemory<byte> frame)
    {
        TaskCompletionSource<RuntimeReply> reply;
        lock (_lock)
        {
            if (_isAborted) return RuntimeReply.Gone;
            reply = _reply = new TaskCompletionSource<RuntimeReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            _call = call;
            _next.TrySetResult(call);
        }

        return await reply.Task.ConfigureAwait(false);
    }

    public void Abort()
    {
        lock (_lock)
        {
            _isAborted = true;
            _next.TrySetResult(null);
            _ready.TrySetResult(RuntimeReply.Gone);
            _reply?.TrySetResult(RuntimeReply.Gone);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        try
        {
            await _server.StopAsync(atOnce.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Connections of a process that is being ended are not waited for.
        }

        _server.Dispose();
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var path = request.Path;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            await AnswerAsync(context, 404, "{}").ConfigureAwait(false);
            return;
        }

        var parts = path[Prefix.Length..].Split('/');
        switch (request.Method, parts)
        {
            case ("GET", ["invocation", "next"]):
                await NextAsync(context).ConfigureAwait(false);
                break;
            case ("POST", ["invocation", var id, "response"]):
                await TakeAsync(context, id, isError: false).ConfigureAwait(false);
                break;
            case ("POST", ["invocation", var id, "error"]):
                await TakeAsync(context, id, isError: true).ConfigureAwait(false);
                break;
            case ("POST", ["init", "error"]):
                var (payload, _) = await ReadAsync(context, Limits.MaxResponseBytes).ConfigureAwait(false);
                _ready.TrySetResult(new(RuntimeReplyKind.LastError, payload));
                await AnswerAsync(context, 202, """{"status":"OK"}""").ConfigureAwait(false);
                break;
            default:
                await AnswerAsync(context, 404, "{}").ConfigureAwait(false);
                break;
        }
    }

    private async Task NextAsync(IFeatureCollection context)
    {
        Task<FunctionCall?> next;
        lock (_lock)
        {
            if (_isHandedOut)
            {
                // Asked again without having answered: what was under way is lost.
                _reply?.TrySetResult(RuntimeReply.Gone);
                _isHandedOut = false;
                _call = null;
                _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            next = _next.Task;
            _ready.TrySetResult(null);
        }

        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        FunctionCall? call;
        try
        {
            call = await next.WaitAsync(aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_lock) _isHandedOut = call is not null;
        if (call is null)
        {
            await AnswerAsync(context, 500, """{"errorMessage":"Container error. Non-recoverable state. Runtime should exit promptly.","errorType":"ContainerError"}""").ConfigureAwait(false);
            return;
        }

        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var headers = response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = call.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = call.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = call.InvokedArn;
        if (call.TraceId is not null) headers["Lambda-Runtime-Trace-Id"] = call.TraceId;
        if (call.ClientContext is not null) headers["Lambda-Runtime-Client-Context"] = PlainJson(call.ClientContext);
        headers.ContentType = "application/json";
        headers.ContentLength = call.EventBytes.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(call.EventBytes).ConfigureAwait(false);
    }

    private async Task TakeAsync(IFeatureCollection context, string id, bool isError)
    {
        FunctionCall? call;
        TaskCompletionSource<RuntimeReply>? reply;
        lock (_lock)
        {
            call = _call;
            reply = _reply;
            if (call is null || call.RequestId != id)
            {
                call = null;
            }
            else
            {
                _call = null;
                _isHandedOut = false;
                _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        if (call is null)
        {
            await AnswerAsync(context, 400, """{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""").ConfigureAwait(false);
            return;
        }

        var headers = context.GetRequiredFeature<IHttpRequestFeature>().Headers;
        if (!isError && headers.TryGetValue("Lambda-Runtime-Function-Response-Mode", out var mode) && mode == StreamingMode)
        {
            reply!.TrySetResult(await StreamAsync(context, call).ConfigureAwait(false));
            await AnswerAsync(context, 202, """{"status":"OK"}""").ConfigureAwait(false);
            return;
        }

        var (payload, tooLarge) = await ReadAsync(context, Limits.MaxResponseBytes).ConfigureAwait(false);
        if (tooLarge)
        {
            await AnswerAsync(context, 413, """{"errorType":"RequestEntityTooLarge","errorMessage":"Exceeded maximum allowed payload size (6291556 bytes)."}""").ConfigureAwait(false);
            reply!.TrySetResult(new(RuntimeReplyKind.TooLarge));
            return;
        }

        // Answered first: a client that is asked for the next call before it has this answer might take it for a failure.
        await AnswerAsync(context, 202, """{"status":"OK"}""").ConfigureAwait(false);
        reply!.TrySetResult(new(isError ? RuntimeReplyKind.Error : RuntimeReplyKind.Answer, payload));
    }

    private static async Task<RuntimeReply> StreamAsync(IFeatureCollection context, FunctionCall call)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var contentType = request.Headers.ContentType.Count > 0 ? request.Headers.ContentType.ToString() : "application/octet-stream";
        if (call.Stream is null)
        {
            var (payload, tooLarge) = await ReadAsync(context, Limits.MaxResponseBytes).ConfigureAwait(false);
            return tooLarge ? new(RuntimeReplyKind.TooLarge) : new(RuntimeReplyKind.Answer, payload, ContentType: contentType);
        }

        call.Stream.Begin(contentType);
        var buffer = new byte[16 * 1024];
        try
        {
            while (await request.Body.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read) await call.Stream.WriteAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return RuntimeReply.Gone;
        }

        if (context.Get<IHttpRequestTrailersFeature>() is { Available: true } trailers && trailers.Trailers.TryGetValue("Lambda-Runtime-Function-Error-Body", out var error))
        {
            return new(RuntimeReplyKind.Error, PooledBytes.Of(Decode(error.ToString())));
        }

        return new(RuntimeReplyKind.Answer, new PooledBytes(), ContentType: contentType);
    }

    // A header takes one line of ASCII: the writer escapes everything else.
    private static string PlainJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static byte[] Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? bytes[..count] : Encoding.UTF8.GetBytes("{}");
    }

    private static async Task<(PooledBytes Payload, bool TooLarge)> ReadAsync(IFeatureCollection context, int limit)
    {
        var body = context.GetRequiredFeature<IHttpRequestFeature>().Body;
        var payload = new PooledBytes();
        var skipped = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var tooLarge = payload.Length > limit;
                var read = await body.ReadAsync(tooLarge ? skipped : payload.GetMemory(4096)).ConfigureAwait(false);
                if (read == 0) return (payload, tooLarge);
                if (!tooLarge) payload.Advance(read);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return (payload, false);
        }
    }

    private static async Task AnswerAsync(IFeatureCollection context, int status, string body)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        response.Headers.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(body);
        response.Headers.ContentLength = bytes.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(bytes).ConfigureAwait(false);
    }
}
