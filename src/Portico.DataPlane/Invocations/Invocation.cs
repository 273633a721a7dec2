using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Execution;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Observation;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Templates;

namespace Portico.DataPlane.Invocations;

/// <summary>
/// One request on its way through the gateway: all that is known of it, and the memory it uses. A connection has one and uses
/// it for every request, so nothing in it may be kept beyond the request.
/// </summary>
public sealed class Invocation(RequestIds ids, TimeProvider time) : IDisposable
{
    private string? _requestId;
    private string? _extendedRequestId;
    private TraceId? _trace;
    private string? _domainName;
    private string? _sourceIp;
    private IPAddress? _sourceAddress;
    private int _localPort;
    private string? _localPortText;
    private DateTimeOffset _receivedAt;
    private JsonDocument? _bodyDocument;
    private bool _bodyIsParsed;
    private InvocationSubject? _templateSubject;
    private long _integrationStartedAt;
    private long _integrationEndedAt;
    private Activity? _integrationActivity;

    public ClientRequest Request { get; } = new();

    public ClientResponse Response { get; } = new();

    public IntegrationCall Integration { get; } = new();

    /// <summary>The stage that the request keeps to its end, whatever is deployed meanwhile.</summary>
    public StageContext Stage { get; set; } = null!;

    /// <summary>The method, or null while (or because) no route was found.</summary>
    public MethodContext? Method { get; set; }

    /// <summary>Who signed the request, once that is verified.</summary>
    public Caller? Caller { get; set; }

    /// <summary>What the method's authorizer said of the caller, once it let him in.</summary>
    public AuthorizerContext? Authorizer { get; set; }

    /// <summary>How long the authorizer took, in milliseconds; 0 when its answer was at hand.</summary>
    public int AuthorizerLatencyMs { get; set; }

    public RouteCaptures Captures { get; } = new();

    /// <summary>The host that the client named, without port.</summary>
    public string DomainName
    {
        get => _domainName ??= HostNames.WithoutPort(Request.Headers.Host.ToString()).ToString();
        set => _domainName = value;
    }

    /// <summary>What went wrong, once something did: the source of <c>$context.error.*</c>.</summary>
    public GatewayFault? Fault { get; set; }

    /// <summary>What an authorizer says that the caller's API key is; null when none said it.</summary>
    public string? UsageIdentifierKey { get; set; }

    /// <summary>The API key that the caller sent to a method that requires one, valid or not. A secret.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The id of <see cref="ApiKey"/>, once it was found in a usage plan of the stage.</summary>
    public string? ApiKeyId { get; set; }

    /// <summary>The request's span, or null where it is not traced.</summary>
    public Activity? Activity { get; internal set; }

    /// <summary>What a back end is told of its place in the trace, in W3C's form; null where the request is not traced.</summary>
    public string? TraceParent => _integrationActivity?.Id ?? Activity?.Id;

    /// <summary>Whether the stage's cache answered; null where it was not asked.</summary>
    public bool? CacheHit { get; set; }

    /// <summary>How long the back end took, once it has answered or failed; null where none was called.</summary>
    public TimeSpan? IntegrationLatency => _integrationEndedAt == 0 ? null : Time.GetElapsedTime(_integrationStartedAt, _integrationEndedAt);

    /// <summary>Who looks on, or null, as with every request that nobody asked to see.</summary>
    public IExecutionObserver? Execution { get; set; }

    /// <summary>Set when nobody sent the request; null for every one that came in.</summary>
    public Simulation? Simulation { get; init; }

    /// <summary>The client's body, once a step has read it.</summary>
    public PayloadBuffer Body { get; } = new();

    /// <summary>Where a mapping writes the body for the back end.</summary>
    public PayloadBuffer MappedBody { get; } = new();

    /// <summary>Where the back end's body is read to.</summary>
    public PayloadBuffer ResponseBuffer { get; } = new();

    /// <summary>Where templates render to.</summary>
    public PayloadBuffer RenderedBody { get; } = new();

    /// <summary>Where bodies are compressed and decompressed to.</summary>
    internal PayloadBuffer CompressedBody { get; } = new();

    /// <summary>What templates see of this request; made when the first one is rendered.</summary>
    internal InvocationSubject TemplateSubject => _templateSubject ??= new InvocationSubject(this);

    /// <summary>What the request's templates assigned to the override maps, or null when they looked at none.</summary>
    internal ContextOverrides? Overrides => _templateSubject?.AssignedOverrides is { AreTouched: true } overrides ? overrides : null;

    public TimeProvider Time => time;

    public string RequestId
    {
        get => _requestId ??= ids.NextRequestId();
        set => _requestId = value;
    }

    public string ExtendedRequestId => _extendedRequestId ??= ids.NextExtendedRequestId();

    public TraceId Trace => _trace ??= TraceId.For(Request.Header(TraceId.HeaderName), ids, ReceivedAt);

    /// <summary>When the request began; the clock is read once.</summary>
    public DateTimeOffset ReceivedAt => _receivedAt;

    /// <summary>The address of the TCP connection's other end, or what stands for it where there is no connection.</summary>
    public string SourceIp
    {
        get
        {
            // The text is kept with the invocation, which belongs to one connection, and so to one address.
            var address = Request.RemoteAddress;
            if (_sourceIp is null || !ReferenceEquals(address, _sourceAddress))
            {
                _sourceAddress = address;
                _sourceIp = address is null ? "127.0.0.1" : (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address).ToString();
            }

            return _sourceIp;
        }
        set => _sourceIp = value;
    }

    /// <summary>The port that the client came to, as text.</summary>
    public string LocalPortText
    {
        get
        {
            var port = Request.LocalPort;
            if (_localPortText is null || port != _localPort) (_localPort, _localPortText) = (port, port.ToString(CultureInfo.InvariantCulture));
            return _localPortText;
        }
    }

    /// <summary>Whether <see cref="BodyAsJson"/> has been asked for: then it costs nothing more.</summary>
    internal bool BodyIsParsed => _bodyIsParsed;

    /// <summary>The client's body as JSON, parsed once for validator and mapping alike; null when it is not JSON. An empty body is <c>{}</c>.</summary>
    public JsonElement? BodyAsJson()
    {
        if (!_bodyIsParsed)
        {
            _bodyIsParsed = true;
            _bodyDocument = JsonBodies.TryParse(Body.Length == 0 ? JsonBodies.EmptyObject : Body.Memory);
        }

        return _bodyDocument?.RootElement;
    }

    /// <summary>The value of a path variable as sent, percent-encoding kept; null when the route has none of that name.</summary>
    public string? RawPathValue(string name)
    {
        var names = Variables;
        for (var index = 0; index < names.Length; index++)
        {
            if (string.Equals(names[index].Name, name, StringComparison.Ordinal)) return Captured(index);
        }

        return null;
    }

    /// <summary>The value of a path variable, decoded unless it is greedy (recorded: a greedy value keeps its encoding).</summary>
    public string? PathValue(string name)
    {
        var names = Variables;
        for (var index = 0; index < names.Length; index++)
        {
            if (!string.Equals(names[index].Name, name, StringComparison.Ordinal)) continue;
            var raw = Captured(index);
            return names[index].IsGreedy || !raw.Contains('%', StringComparison.Ordinal) ? raw : Uri.UnescapeDataString(raw);
        }

        return null;
    }

    internal void Begin(IFeatureCollection features, IHttpRequestFeature request)
    {
        Request.Bind(features, request);
        _receivedAt = time.GetUtcNow();
    }

    internal void StartIntegration()
    {
        _integrationStartedAt = time.GetTimestamp();
        if (Activity is { } activity) _integrationActivity = GatewayTracing.BeginIntegration(activity);
    }

    /// <summary>The back end has answered or failed. The first time counts.</summary>
    internal void EndIntegration()
    {
        if (_integrationStartedAt == 0 || _integrationEndedAt != 0) return;
        _integrationEndedAt = time.GetTimestamp();
        _integrationActivity?.Dispose();
    }

    /// <summary>Makes it ready for the next request of the connection.</summary>
    internal void End()
    {
        _bodyDocument?.Dispose();
        _bodyDocument = null;
        _bodyIsParsed = false;
        _requestId = null;
        _extendedRequestId = null;
        _trace = null;
        Fault = null;
        Execution = null;
        UsageIdentifierKey = null;
        ApiKey = null;
        ApiKeyId = null;
        Stage = null!;
        Method = null;
        Caller = null;
        Authorizer = null;
        AuthorizerLatencyMs = 0;
        CacheHit = null;
        _integrationStartedAt = 0;
        _integrationEndedAt = 0;
        _integrationActivity = null;
        Activity = null;
        _domainName = null;
        Body.Clear();
        MappedBody.Clear();
        ResponseBuffer.Clear();
        RenderedBody.Clear();
        CompressedBody.Clear();
        _templateSubject?.End();
        Integration.Clear();
        Response.Clear();
        Request.Release();
    }

    public void Dispose()
    {
        _bodyDocument?.Dispose();
        _templateSubject?.Dispose();
    }

    private ImmutableArray<PathVariable> Variables => Method?.PathVariables ?? [];

    private string Captured(int index)
    {
        var (start, length) = Captures[index];
        return Request.ResourcePath.Slice(start, length).ToString();
    }

    /// <summary><c>dd/MMM/yyyy:HH:mm:ss +0000</c>, as AWS writes request times.</summary>
    public string RequestTime => _receivedAt.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
