using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Portico.Aws.Signing;
using Portico.Lambda.Calls;

namespace Portico.Lambda.Remote;

/// <summary>Calls functions by Lambda's Invoke API, with signatures. Safe for use on any thread.</summary>
/// <param name="find">Where the functions of a region are; null when they are nowhere.</param>
/// <param name="time">Dates the signatures.</param>
/// <param name="logger">Told of endpoints that cannot be reached.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>
public sealed class RemoteFunctions(Func<string?, RemoteEndpoint?> find, TimeProvider time, ILogger<RemoteFunctions> logger) : IRemoteFunctions, IDisposable
{
    // What a refusal says is for a log line, not for anybody who reads it whole.
    private const int MaxRefusalBytes = 4096;

    private readonly RequestSigner _signer = new(new SigningKeyCache(16), time);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    public async ValueTask<InvocationOutcome> InvokeAsync(FunctionCall call, RemoteInvocationType type, CancellationToken cancellationToken)
    {
        using var owned = call;
        if (find(call.Reference.Region) is not { } endpoint) return InvocationOutcome.Refused(404);
        try
        {
            using var request = Request(endpoint, call, type);
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return await TakeAsync(response, call, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            call.Stream?.Complete(new IOException("The time for the call is over."));
            return InvocationOutcome.Abandoned();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            LambdaLog.NotReached(logger, call.Reference.Name, endpoint.Address.GetLeftPart(UriPartial.Authority), exception.Message);
            call.Stream?.Complete(new IOException("The service that has the function broke off."));
            return InvocationOutcome.Refused(0);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(RemoteEndpoint endpoint, FunctionCall call, RemoteInvocationType type)
    {
        var reference = call.Reference;
        var arn = call.InvokedArn;
        var name = endpoint.IsAws && reference.AccountId is not null ? (reference.Qualifier is null ? arn : arn[..^(reference.Qualifier.Length + 1)]) : reference.Name;
        var operation = call.Stream is null ? ("2015-03-31", "invocations") : ("2021-11-15", "response-streaming-invocations");
        var path = $"{endpoint.Address.AbsolutePath.TrimEnd('/')}/{operation.Item1}/functions/{Uri.EscapeDataString(name)}/{operation.Item2}";
        var query = reference.Qualifier is null ? "" : $"Qualifier={Uri.EscapeDataString(reference.Qualifier)}";

        var headers = new List<KeyValuePair<string, string>>
        {
            new("Host", endpoint.Address.Authority),
            new("Content-Type", "application/json"),
            new("X-Amz-Invocation-Type", type.ToString()),
        };
        if (call.TakesLogTail) headers.Add(new("X-Amz-Log-Type", "Tail"));
        if (call.ClientContext is { } context) headers.Add(new("X-Amz-Client-Context", Convert.ToBase64String(Encoding.UTF8.GetBytes(context))));
        headers.AddRange(_signer.Sign("POST", path, query, headers, PayloadHash.Of(call.EventBytes.Span), endpoint.Credentials, endpoint.Region, "lambda"));
        if (call.TraceId is { } trace) headers.Add(new("X-Amzn-Trace-Id", trace));

        var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint.Address.GetLeftPart(UriPartial.Authority)}{path}{(query.Length > 0 ? "?" + query : "")}")
        {
            Content = new ReadOnlyMemoryContent(call.EventBytes),
        };
        foreach (var (header, value) in headers)
        {
            if (header == "Content-Type") request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(header, value);
        }

        return request;
    }

    private static async ValueTask<InvocationOutcome> TakeAsync(HttpResponseMessage response, FunctionCall call, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is not (200 or 202 or 204))
        {
            call.Stream?.Complete(new IOException("The service that has the function refused the call."));
            using var said = await ReadAsync(response, MaxRefusalBytes, cancellationToken).ConfigureAwait(false);
            return InvocationOutcome.Refused(status, said.Span[..Math.Min(said.Length, MaxRefusalBytes)]);
        }

        var outcome = call.Stream is { } stream && status == 200
            ? await RemoteStream.TakeAsync(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Header(response, "X-Amzn-Remapped-Content-Type"), stream, cancellationToken).ConfigureAwait(false)
            : Whole(response, await ReadAsync(response, Limits.MaxResponseBytes, cancellationToken).ConfigureAwait(false));
        outcome.ExecutedVersion = Header(response, "X-Amz-Executed-Version") ?? "";
        if (Header(response, "X-Amz-Log-Result") is { } tail && Convert.TryFromBase64String(tail, new byte[tail.Length], out _)) outcome.LogTail = Convert.FromBase64String(tail);
        return outcome;
    }

    private static InvocationOutcome Whole(HttpResponseMessage response, PooledBytes payload)
    {
        if (payload.Length <= Limits.MaxResponseBytes) return response.Headers.Contains("X-Amz-Function-Error") ? InvocationOutcome.Failure(payload) : InvocationOutcome.Success(payload);
        payload.Dispose();
        return InvocationOutcome.TooLarge();
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // One byte more than the limit tells that there is too much.
    private static async ValueTask<PooledBytes> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var bytes = new PooledBytes();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (bytes.Length <= limit)
            {
                var read = await stream.ReadAsync(bytes.GetMemory(4096), cancellationToken).ConfigureAwait(false);
                if (read == 0) break;
                bytes.Advance(read);
            }
        }

        return bytes;
    }
}
