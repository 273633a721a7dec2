using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Portico.TestInvocations;

/// <summary>A request that nobody sent, and its answer, as the features that a server would give.</summary>
internal sealed class InMemoryExchange : IDisposable
{
    // What every answer of the gateway has, or what only frames it: no part of a test's answer.
    private static readonly HashSet<string> NotShown = new(StringComparer.OrdinalIgnoreCase) { "x-amzn-RequestId", "x-amz-apigw-id", "Content-Length", "Connection" };

    private readonly HttpResponseFeature _response = new();
    private readonly MemoryStream _answer = new();

    internal InMemoryExchange(
        string method, string target, ImmutableArray<(string Name, string Value)> headers, byte[] body, CancellationToken cancellationToken, string scheme = "https", IPAddress? from = null)
    {
        var request = new HttpRequestFeature { Method = method, RawTarget = target, Protocol = "HTTP/1.1", Scheme = scheme, Headers = new HeaderDictionary() };
        foreach (var (name, value) in headers) request.Headers[name] = StringValues.Concat(request.Headers[name], value);
        Features.Set<IHttpRequestFeature>(request);
        Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        Features.Set<IRequestBodyPipeFeature>(new BodyPipe(body));
        Features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = cancellationToken });
        Features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { LocalPort = 443, RemoteIpAddress = from });
        Features.Set<IHttpResponseFeature>(_response);
        Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_answer));
    }

    internal FeatureCollection Features { get; } = new();

    internal int Status => _response.StatusCode;

    internal ImmutableArray<(string Name, string Value)> AnswerHeaders =>
        [.. _response.Headers.Where(header => !NotShown.Contains(header.Key)).SelectMany(header => header.Value.Select(value => (header.Key, value ?? "")))];

    internal string AnswerBody => Encoding.UTF8.GetString(_answer.GetBuffer(), 0, (int)_answer.Length);

    public void Dispose() => _answer.Dispose();

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    private sealed class BodyPipe(byte[] body) : IRequestBodyPipeFeature
    {
        public PipeReader Reader { get; } = PipeReader.Create(new ReadOnlySequence<byte>(body));
    }
}
