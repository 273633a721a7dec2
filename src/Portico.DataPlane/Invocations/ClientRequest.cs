using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Portico.Aws.Signing;
using Portico.DataPlane.Stages;

namespace Portico.DataPlane.Invocations;

/// <summary>What the client sent: a view on the server's features, bound anew for each request.</summary>
public sealed class ClientRequest : IHeaderLines
{
    private IFeatureCollection _features = null!;
    private IHttpRequestFeature _request = null!;
    private readonly List<(string Name, string Value)> _query = [];
    private bool _queryIsParsed;

    /// <summary>The method that counts: the client's own, or the one it wishes for instead.</summary>
    public string Method { get; set; } = "";

    /// <summary>Whether the message itself is a HEAD, so that its answer is framed without a body, whatever <see cref="Method"/> counts.</summary>
    public bool IsHead => _request.Method == "HEAD";

    /// <summary>The message's own method, which a signature covers.</summary>
    public string SentMethod => _request.Method;

    /// <summary>The path exactly as sent, without query: what a signature covers.</summary>
    public string SentPath { get; private set; } = "";

    /// <summary>Set once the body is in the invocation's memory, where whoever wants it later finds it.</summary>
    public bool BodyIsRead { get; internal set; }

    /// <summary>The path as sent, percent-encoding and stage kept, without query. Only dot segments are resolved.</summary>
    public string RawPath { get; private set; } = "";

    /// <summary>What follows <c>?</c>, as sent; empty when nothing does.</summary>
    public string RawQuery { get; private set; } = "";

    /// <summary>Where the part behind the stage (and a base path) begins in <see cref="RawPath"/>.</summary>
    public int ResourcePathStart { get; set; }

    /// <summary>The path of the custom domain name's mapping that led here, empty for that of the root; null when no domain name did.</summary>
    public string? BasePath { get; set; }

    /// <summary>What of the path chose the way, whether it was cut off or not; empty for the root, null when nothing did.</summary>
    public string? MatchedBasePath { get; set; }

    /// <summary>The routing rule that led here; null when none did.</summary>
    public string? RoutingRuleId { get; set; }

    /// <summary>Set when the connection may not carry requests for the host that is named.</summary>
    internal bool IsMisdirected { get; set; }

    /// <summary>The connection's TLS; null for one without.</summary>
    public TlsConnection? Tls => _request.Scheme == "https" ? _features.Get<TlsConnection>() : null;

    /// <summary>The path behind the stage, as sent.</summary>
    public ReadOnlySpan<char> ResourcePath => RawPath.AsSpan(ResourcePathStart);

    public IHeaderDictionary Headers => _request.Headers;

    // AWS names the version in full.
    public string Protocol => _request.Protocol is "HTTP/2" ? "HTTP/2.0" : _request.Protocol;

    public string Scheme => _request.Scheme;

    public long? ContentLength => _request.Headers.ContentLength;

    public PipeReader BodyReader => _features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;

    /// <summary>False when the message frames no body.</summary>
    public bool CanHaveBody => (_features as IHttpRequestBodyDetectionFeature ?? _features.Get<IHttpRequestBodyDetectionFeature>())?.CanHaveBody ?? ContentLength is > 0;

    public IPAddress? RemoteAddress => (_features as IHttpConnectionFeature ?? _features.Get<IHttpConnectionFeature>())?.RemoteIpAddress;

    public int LocalPort => (_features as IHttpConnectionFeature ?? _features.Get<IHttpConnectionFeature>())?.LocalPort ?? 0;

    /// <summary>The query's pairs in order, decoded; <c>;</c> separates as <c>&amp;</c> does.</summary>
    public IReadOnlyList<(string Name, string Value)> Query
    {
        get
        {
            if (!_queryIsParsed)
            {
                QueryStrings.Parse(RawQuery, _query);
                _queryIsParsed = true;
            }

            return _query;
        }
    }

    /// <summary>The last value of a header, names compared without case; null when it was not sent.</summary>
    public string? Header(string name)
    {
        if (!_request.Headers.TryGetValue(name, out var values) || values.Count == 0) return null;
        return values[^1];
    }

    /// <summary>The last value of a query parameter, names compared with case; null when it was not sent.</summary>
    public string? QueryValue(string name)
    {
        var query = Query;
        for (var index = query.Count - 1; index >= 0; index--)
        {
            if (string.Equals(query[index].Name, name, StringComparison.Ordinal)) return query[index].Value;
        }

        return null;
    }

    internal void Bind(IFeatureCollection features, IHttpRequestFeature request)
    {
        _features = features;
        _request = request;
        Method = request.Method;

        var target = request.RawTarget;

        // The absolute form (RFC 9112 §3.2.2): the path begins at the first slash behind the authority.
        if (target.Length > 0 && target[0] != '/') target = OriginForm(target);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        SentPath = mark < 0 ? target : target[..mark];
        RawPath = DotSegments.Resolve(SentPath);
        RawQuery = mark < 0 ? "" : target[(mark + 1)..];
        ResourcePathStart = 0;
        BodyIsRead = false;
        BasePath = null;
        MatchedBasePath = null;
        RoutingRuleId = null;
        IsMisdirected = false;
    }

    /// <summary>Says that the body in memory is no longer coded in chunks that bear signatures, so that the headers go with it.</summary>
    public void LeaveChunks(int bodyBytes)
    {
        var headers = _request.Headers;
        var codings = headers.ContentEncoding.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        headers.ContentEncoding = string.Join(", ", codings.Where(coding => !coding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase))) is { Length: > 0 } left ? left : default(StringValues);
        headers.ContentLength = bodyBytes;
        headers.Remove("x-amz-decoded-content-length");
    }

    /// <summary>Says that the body bears no content coding, or no longer.</summary>
    /// <param name="bodyBytes">Its length in memory; null when it has not been touched.</param>
    internal void LeaveCoding(int? bodyBytes)
    {
        var headers = _request.Headers;
        headers.ContentEncoding = default;
        if (bodyBytes is { } length) headers.ContentLength = length;
    }

    int IHeaderLines.CountOf(string name) => _request.Headers.TryGetValue(name, out var values) ? values.Count : 0;

    string IHeaderLines.ValueOf(string name, int index) => _request.Headers[name][index] ?? "";

    internal void Release()
    {
        _features = null!;
        _request = null!;
        if (_queryIsParsed)
        {
            _query.Clear();
            _queryIsParsed = false;
        }
    }

    private static string OriginForm(string target)
    {
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0) return "/";
        var slash = target.IndexOf('/', authority + 3);
        return slash < 0 ? "/" : target[slash..];
    }
}
