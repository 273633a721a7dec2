using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Listening;

/// <summary>Answers that no definition can change, because no API is known yet or the message is unsound.</summary>
public sealed class FixedAnswer
{
    // The server lets them pass in a request target, where no sound client sends them.
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Append(0x7F).Select(code => (char)code)]);

    private readonly byte[] _body;
    private readonly string _contentType;
    private readonly string? _errorType;
    private readonly bool _closes;

    private FixedAnswer(int status, string body, string contentType, string? errorType, bool closes)
    {
        Status = status;
        _body = Encoding.UTF8.GetBytes(body);
        _contentType = contentType;
        _errorType = errorType;
        _closes = closes;
    }

    /// <summary>Unknown API, stage or domain, or a disabled endpoint.</summary>
    public static FixedAnswer Forbidden { get; } = new(403, "{\"message\":\"Forbidden\"}", "application/json", "ForbiddenException", closes: false)
    {
        Reason = new(DecisionRule.Address, "host and path lead to no API, stage or domain name that is served here, or the API's own endpoint is disabled"),
    };

    /// <summary>A host that this connection may not carry requests for. Closed, so that the client comes by another.</summary>
    public static FixedAnswer WrongConnection { get; } = new(403, "{\"message\":\"Forbidden\"}", "application/json", "ForbiddenException", closes: true);

    /// <summary>The same over HTTP/2, where clients use one connection for several hosts (RFC 9110 §15.5.20).</summary>
    public static FixedAnswer Misdirected { get; } = new(421, "{\"message\":\"Forbidden\"}", "application/json", "ForbiddenException", closes: false);

    /// <summary>Recorded: plain text without any <c>x-amzn</c> header.</summary>
    public static FixedAnswer PayloadTooLarge { get; } =
        new(413, $"HTTP content length exceeded {RequestBodies.MaxBytes} bytes.", "text; charset=utf-8", errorType: null, closes: true) { Reason = new(DecisionRule.Message, $"the body is longer than {RequestBodies.MaxBytes} bytes") };

    /// <summary>The path makes an ARN of more than 1,600 bytes. AWS documents the status.</summary>
    public static FixedAnswer UriTooLong { get; } = new(414, "{\"message\":\"Request-URI Too Long\"}", "application/json", errorType: null, closes: false) { Reason = new(DecisionRule.Message, "the path makes an ARN of more than 1600 bytes") };

    /// <summary>A query with a character that has to be percent-encoded.</summary>
    public static FixedAnswer BadRequest { get; } = new(400, "{\"message\":\"Bad Request\"}", "application/json", "BadRequestException", closes: false)
    {
        Reason = new(DecisionRule.Message, "the query has a character that has to be percent-encoded"),
    };

    /// <summary>A message whose end two parties could read differently (RFC 9112 §6.1), or that never comes to its end: answered and closed, never forwarded.</summary>
    public static FixedAnswer UnsoundMessage { get; } = new(400, "{\"message\":\"Bad Request\"}", "application/json", "BadRequestException", closes: true)
    {
        Reason = new(DecisionRule.Message, "the message has two lengths, a control character in its target, a header without a sound name, or a body that broke off"),
    };

    public int Status { get; }

    /// <summary>Why it is answered.</summary>
    internal DecisionReason Reason { get; private init; } = new(DecisionRule.Message, "the message is unsound");

    /// <summary>The refusal that a message deserves before anything else is looked at, or null.</summary>
    public static FixedAnswer? ForMessage(ClientRequest request)
    {
        // Kestrel gives Transfer-Encoding the last word and keeps the Content-Length aside under this name.
        if (request.Headers.TransferEncoding.Count > 0 && request.Headers.ContainsKey("X-Content-Length")) return UnsoundMessage;
        if (request.RawPath.AsSpan().ContainsAny(Controls) || request.RawQuery.AsSpan().ContainsAny(Controls)) return UnsoundMessage;
        return QueryStrings.IsAcceptable(request.RawQuery) ? null : BadRequest;
    }

    /// <summary>The refusal of a request that leads to no stage.</summary>
    internal static FixedAnswer ForNobody(ClientRequest request) =>
        !request.IsMisdirected ? Forbidden : request.Protocol == "HTTP/2.0" ? Misdirected : WrongConnection;

    /// <summary>The answer to a failure that no gateway response applies to, or null for all others.</summary>
    internal static FixedAnswer? ForFault(GatewayFault fault) =>
        ReferenceEquals(fault, GatewayFault.PayloadTooLarge) ? PayloadTooLarge
        : ReferenceEquals(fault, GatewayFault.MethodArnTooLong) ? UriTooLong
        : ReferenceEquals(fault, GatewayFault.UnsoundBody) || ReferenceEquals(fault, GatewayFault.UnsoundHeader) ? UnsoundMessage
        : null;

    internal ValueTask WriteAsync(IFeatureCollection features, Invocation invocation)
    {
        var response = features.Response();
        response.StatusCode = Status;
        var headers = response.Headers;
        headers.ContentType = _contentType;
        headers.ContentLength = _body.Length;
        if (_closes) headers.Connection = "close";
        if (_errorType is not null)
        {
            headers["x-amzn-ErrorType"] = _errorType;
            headers["x-amzn-RequestId"] = invocation.RequestId;
            headers["x-amz-apigw-id"] = invocation.ExtendedRequestId;
        }

        if (invocation.Request.IsHead) return default;
        return ResponseWriter.WriteBodyAsync(features.ResponseBody().Writer, _body);
    }
}
