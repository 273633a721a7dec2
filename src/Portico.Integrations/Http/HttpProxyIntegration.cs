using System.Buffers;
using System.Collections.Frozen;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>
/// Hands the client's request to an HTTP back end and its answer to the client: method, query, headers and body as they are,
/// with the parameter mapping on top.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html"/>
public sealed class HttpProxyIntegration : IStep
{
    // Bodies up to this size are sent and answered in one piece; larger ones are handed on while they come.
    private const int HeldBytes = 64 * 1024;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EdgeIdleLimit = TimeSpan.FromSeconds(30);

    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> TokenLetters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly IUpstreamClient _client;
    private readonly UriTemplate _uri;
    private readonly string? _httpMethod;
    private readonly TimeSpan _timeout;
    private readonly RequestParameterMap _parameters;
    private readonly bool _maps;
    private readonly FrozenSet<string> _notCopied;
    private readonly bool _dropsAuthorization;
    private readonly bool _streams;

    /// <param name="client">Sends.</param>
    /// <param name="uri">Where to.</param>
    /// <param name="httpMethod">The back end's method, or null for the client's own.</param>
    /// <param name="timeout">The integration's limit.</param>
    /// <param name="parameters">What is set on top of the client's request.</param>
    /// <param name="dropsAuthorization">True for AWS_IAM, whose signature is for the gateway alone.</param>
    /// <param name="streams">Whether the answer is handed on as it comes, whatever its size (<c>responseTransferMode: STREAM</c>).</param>
    public HttpProxyIntegration(
        IUpstreamClient client, UriTemplate uri, string? httpMethod, TimeSpan timeout, RequestParameterMap parameters, bool dropsAuthorization, bool streams = false)
    {
        _client = client;
        _uri = uri;
        _httpMethod = httpMethod;
        _timeout = timeout;
        _parameters = parameters;
        _maps = !ReferenceEquals(parameters, RequestParameterMap.Empty);
        _notCopied = HeaderRules.NotProxiedToHttp.Concat(parameters.Headers.Select(header => header.Name)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _dropsAuthorization = dropsAuthorization;
        _streams = streams;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var call = invocation.Integration;
        if (_maps && _parameters.Apply(invocation) is { } fault) return fault;
        if (_uri.Resolve(call.RequestPath) is not var (origin, target)) return UpstreamFault.InvalidEndpoint;

        var request = invocation.Request;
        var method = _httpMethod ?? request.Method;
        if (CopyHeaders(invocation) is { } unsound) return unsound;

        try
        {
            // Recorded: GET, HEAD and OPTIONS go out without a body.
            var sendsBody = request.CanHaveBody && method is not ("GET" or "HEAD" or "OPTIONS");
            var streams = sendsBody && !request.BodyIsRead && request.ContentLength is null or > HeldBytes;
            if (sendsBody && !streams && await RequestBodies.ReadAsync(request, invocation.Body) is { } refusal) return refusal;

            var body = sendsBody && !streams ? invocation.Body.Memory : default;
            var sent = RequestTarget.With(target, request.RawQuery, call.RequestQuery);
            invocation.Execution?.Calling(invocation, $"{origin.Scheme}://{origin.Authority}{sent}", body);
            var answer = await _client.SendAsync(
                new UpstreamRequest
                {
                    Origin = origin,
                    Method = method,
                    Target = sent,
                    Headers = call.RequestHeaders,
                    Body = body,
                    BodyStream = sendsBody && streams ? new CountedBodyStream(request.BodyReader.AsStream(leaveOpen: true)) : null,
                    BodyStreamLength = request.ContentLength,
                    TimeLimit = _timeout,
                    IdleLimit = !_streams ? null : invocation.Stage.EndpointType == "EDGE" ? EdgeIdleLimit : IdleLimit,
                },
                call.ResponseHeaders);
            return _streams ? HandOn(invocation, answer) : await TakeAsync(invocation, answer);
        }
        catch (UpstreamException exception)
        {
            invocation.Response.Clear();
            return UpstreamFault.From(exception);
        }
    }

    private GatewayFault? CopyHeaders(Invocation invocation)
    {
        var target = invocation.Integration.RequestHeaders;
        var request = invocation.Request;
        var named = ConnectionOptions(request);
        foreach (var (name, values) in request.Headers)
        {
            // The server lets every byte pass in a name, and the back end might take such a name for another.
            if (name.AsSpan().ContainsAnyExcept(TokenLetters)) return GatewayFault.UnsoundHeader;
            if (_notCopied.Contains(name) || (named is not null && named.Contains(name))) continue;
            if (name.Length == 13 && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && IsForTheGateway(values.ToString())) continue;
            if (values.Count == 1) target.Add(name, values[0]!);
            else foreach (var value in values) target.Add(name, value ?? "");
        }

        var apiId = invocation.Stage.ApiId;
        if (!target.Contains("Accept")) target.Add("Accept", "application/json");
        if (!target.Contains("User-Agent")) target.Add("User-Agent", invocation.Stage.UserAgent);
        if (!target.Contains("X-Forwarded-For"))
        {
            var before = request.Headers["X-Forwarded-For"];
            target.Add("X-Forwarded-For", before.Count == 0 ? invocation.SourceIp : $"{before}, {invocation.SourceIp}");
        }

        if (!target.Contains("X-Forwarded-Port")) target.Add("X-Forwarded-Port", invocation.LocalPortText);
        if (!target.Contains("X-Forwarded-Proto")) target.Add("X-Forwarded-Proto", request.Scheme);
        target.Add("X-Amzn-Apigateway-Api-Id", apiId);
        target.Add(TraceId.HeaderName, invocation.Trace.Text);
        if (invocation.TraceParent is { } parent) target.Set("traceparent", parent);
        return null;
    }

    // The back end's letters; nearly always they are the usual ones.
    private static string InSpellingOf(string name, string remapped) =>
        remapped.AsSpan(HeaderRules.RemappedPrefix.Length).SequenceEqual(name) ? remapped : HeaderRules.RemappedPrefix + name;

    private bool IsForTheGateway(string authorization) => _dropsAuthorization || authorization.StartsWith("AWS4-", StringComparison.Ordinal);

    // Headers that the client's Connection header names end here (RFC 9110 §7.6.1).
    private static HashSet<string>? ConnectionOptions(ClientRequest request)
    {
        var connection = request.Headers.Connection;
        if (connection.Count == 0 || (connection.Count == 1 && connection[0] is "keep-alive" or "Keep-Alive" or "close")) return null;
        return connection.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    // Nothing is waited for: the client has the head before the back end knows its next piece.
    private static GatewayFault? HandOn(Invocation invocation, UpstreamResponse answer)
    {
        var response = invocation.Response;
        response.Status = answer.Status;
        CopyAnswerHeaders(invocation.Integration.ResponseHeaders, response.Headers);
        invocation.Execution?.Called(invocation, answer.Status, default);
        if (answer.ContentLength == 0) answer.Dispose();
        else response.Rest = new ResponseRest(answer.AsStream(), answer.ContentLength) { MaxBytes = long.MaxValue };
        return null;
    }

    private static async ValueTask<GatewayFault?> TakeAsync(Invocation invocation, UpstreamResponse answer)
    {
        var handedOn = false;
        try
        {
            if (answer.ContentLength > RequestBodies.MaxBytes) return UpstreamFault.TooLarge(answer.ContentLength.Value);

            var response = invocation.Response;
            response.Status = answer.Status;
            CopyAnswerHeaders(invocation.Integration.ResponseHeaders, response.Headers);

            var buffer = invocation.ResponseBuffer;
            buffer.Clear();
            var ended = answer.ContentLength == 0;
            while (!ended && buffer.Length < HeldBytes)
            {
                // A known length is read to its last byte and no further, which spares the read that would only find the end.
                var expected = answer.ContentLength is { } length ? (int)Math.Min(length - buffer.Length, HeldBytes) : 4096;
                var read = await answer.ReadAsync(buffer.GetMemory(expected));
                buffer.Advance(read);
                ended = read == 0 || buffer.Length == answer.ContentLength;
            }

            response.Body = buffer.Memory;
            invocation.Execution?.Called(invocation, answer.Status, response.Body);
            if (!ended)
            {
                response.Rest = new ResponseRest(answer.AsStream(), answer.ContentLength);
                handedOn = true;
            }

            return null;
        }
        finally
        {
            if (!handedOn) answer.Dispose();
        }
    }

    private static void CopyAnswerHeaders(HeaderList source, HeaderList target)
    {
        foreach (var (name, value) in source.Lines)
        {
            if (!HeaderRules.ProxyResponse.TryGetValue(name, out var remapped)) target.Add(name, value);
            else if (remapped is not null) target.Add(InSpellingOf(name, remapped), value);
        }

        if (!target.Contains("Content-Type")) target.Add("Content-Type", "application/json");
    }
}
