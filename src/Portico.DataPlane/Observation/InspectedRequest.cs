using System.Text;
using System.Text.Json;
using Portico.DataPlane.Execution;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Observation;

/// <summary>A request as each step saw it: for people who want to know what the gateway did. Secrets are masked, bodies cut.</summary>
public sealed class InspectedRequest : IExecutionObserver
{
    /// <summary>Characters that are kept of a body.</summary>
    public const int MaxBody = 4 * 1024;

    private readonly RequestInspector _inspector;
    private readonly List<Part> _parts = [];
    private readonly string _method;
    private readonly string _path;
    private readonly string _query;
    private readonly DateTimeOffset _at;
    private readonly string? _resource;
    private string? _keyId;
    private bool? _cacheHit;
    private readonly bool? _isCanary;
    private string? _fault;
    private string? _detail;
    private double _latencyMs;
    private double? _integrationMs;
    private int _status;

    internal InspectedRequest(RequestInspector inspector, Invocation invocation)
    {
        _inspector = inspector;
        RequestId = invocation.RequestId;
        _at = invocation.ReceivedAt;
        _method = invocation.Request.Method;
        _path = invocation.Request.RawPath;
        _query = invocation.Request.RawQuery;
        ApiId = invocation.Stage.ApiId;
        Stage = invocation.Stage.StageName;
        _isCanary = invocation.Stage.IsCanary;
        _resource = invocation.Method?.ResourcePath;
        _parts.Add(new("methodRequest", null, null, Headers(invocation.Request.Headers.Select(header => (header.Key, header.Value.ToString()))), null));
    }

    public string RequestId { get; }

    public string ApiId { get; }

    public string Stage { get; }

    /// <summary>Grows with each request that is kept.</summary>
    public long Number { get; internal set; }

    void IExecutionObserver.Started(Invocation invocation)
    {
    }

    void IExecutionObserver.Calling(Invocation invocation, string uri, ReadOnlyMemory<byte> body) =>
        _parts.Add(new("integrationRequest", uri, null, Headers(invocation.Integration.RequestHeaders.Lines.ToArray()), Body(body)));

    void IExecutionObserver.Called(Invocation invocation, int status, ReadOnlyMemory<byte> body) =>
        _parts.Add(new("integrationResponse", null, status, Headers(invocation.Integration.ResponseHeaders.Lines.ToArray()), Body(body)));

    void IExecutionObserver.Finished(Invocation invocation, GatewayFault? fault, int status)
    {
        if (invocation.Request.BodyIsRead) _parts[0] = _parts[0] with { Body = Body(invocation.Body.Memory) };
        _parts.Add(new("methodResponse", null, status, Headers(invocation.Response.Headers.Lines.ToArray()), Body(invocation.Response.Body)));
        _keyId = invocation.ApiKeyId;
        _cacheHit = invocation.CacheHit;
        _fault = fault?.Type.Name;
        _detail = fault?.Detail;
        _status = status;
        _latencyMs = (invocation.Time.GetUtcNow() - invocation.ReceivedAt).TotalMilliseconds;
        _integrationMs = invocation.IntegrationLatency?.TotalMilliseconds;
        _inspector.Keep(this);
    }

    /// <summary>As it is shown.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", Number);
        writer.WriteString("requestId", RequestId);
        writer.WriteString("time", _at);
        writer.WriteString("apiId", ApiId);
        writer.WriteString("stage", Stage);
        writer.WriteString("method", _method);
        writer.WriteString("path", _path);
        if (_query.Length > 0) writer.WriteString("query", _query);
        if (_resource is not null) writer.WriteString("resource", _resource);
        writer.WriteNumber("status", _status);
        writer.WriteNumber("latencyMs", Math.Round(_latencyMs, 3));
        if (_integrationMs is { } integration) writer.WriteNumber("integrationLatencyMs", Math.Round(integration, 3));
        if (_keyId is not null) writer.WriteString("apiKeyId", _keyId);
        if (_cacheHit is { } hit) writer.WriteBoolean("cacheHit", hit);
        if (_isCanary is { } canary) writer.WriteBoolean("canary", canary);
        if (_fault is not null) writer.WriteString("fault", _fault);
        if (_detail is not null) writer.WriteString("detail", _detail);
        foreach (var part in _parts)
        {
            writer.WriteStartObject(part.Name);
            if (part.Uri is not null) writer.WriteString("uri", part.Uri);
            if (part.Status is { } status) writer.WriteNumber("status", status);
            writer.WriteStartObject("headers");
            foreach (var (name, value) in part.Headers) writer.WriteString(name, value);
            writer.WriteEndObject();
            if (part.Body is { Length: > 0 } body) writer.WriteString("body", body);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // Several lines of one name are shown as one value.
    private static List<(string Name, string Value)> Headers(IEnumerable<(string Name, string Value)> lines) =>
        [.. lines.GroupBy(line => line.Name, StringComparer.OrdinalIgnoreCase).Select(group => (group.Key, string.Join(", ", group.Select(line => ExecutionLog.Masked(line.Name, line.Value)))))];

    private static string? Body(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return null;
        var span = body.Span;
        var text = Encoding.UTF8.GetString(span[..Math.Min(span.Length, (MaxBody * 3) + 1)]);
        return text.Length <= MaxBody && span.Length <= MaxBody * 3 ? text : $"{text.AsSpan(0, Math.Min(text.Length, MaxBody))} [TRUNCATED]";
    }

    private sealed record Part(string Name, string? Uri, int? Status, List<(string Name, string Value)> Headers, string? Body);
}
