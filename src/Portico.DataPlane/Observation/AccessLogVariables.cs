using System.Collections.Frozen;
using System.Text;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Context;
using Portico.DataPlane.Faults;

namespace Portico.DataPlane.Observation;

/// <summary>Writes one variable of an access log.</summary>
public delegate void AccessLogVariable(ref LogLine line, in AnsweredRequest request);

/// <summary>
/// <c>$context</c> as access logs know it: what mappings and templates read (<see cref="ContextVariables"/>), and what is known
/// only once a request is answered. One row a variable; what has no value is <c>-</c>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"/>
public static class AccessLogVariables
{
    private static readonly FrozenDictionary<string, AccessLogVariable> Rows = new Dictionary<string, AccessLogVariable>(StringComparer.Ordinal)
    {
        ["authenticate.error"] = static (ref line, in request) => line.Append(request.Fault is { } fault && IsAuthentication(fault) ? fault.Message : null),
        ["authenticate.status"] = static (ref line, in request) => Status(ref line, request.Invocation.Caller is not null ? 200 : request.Fault is { } fault && IsAuthentication(fault) ? request.Status : null),
        ["authorize.error"] = static (ref line, in request) => line.Append(request.Fault is { } fault && IsAuthorization(fault) ? fault.Message : null),
        ["authorize.status"] = static (ref line, in request) =>
            Status(ref line, request.Fault is { } fault && IsAuthorization(fault) ? request.Status : request.Invocation.Caller is not null || request.Invocation.Authorizer is not null ? 200 : null),
        ["authorizer.error"] = static (ref line, in request) => line.Append(request.Fault is { } fault && IsAuthorizer(fault) ? fault.Message : null),
        ["authorizer.integrationLatency"] = AuthorizerLatency,
        ["authorizer.integrationStatus"] = static (ref line, in request) => Status(ref line, request.Invocation.Authorizer is not null ? 200 : null),
        ["authorizer.latency"] = AuthorizerLatency,
        ["authorizer.status"] = static (ref line, in request) =>
            Status(ref line, request.Invocation.Authorizer is not null ? 200 : request.Fault is { } fault && IsAuthorizer(fault) ? request.Status : null),
        ["awsEndpointRequestId"] = BackEndRequestId,
        ["integration.error"] = IntegrationError,
        ["integration.integrationStatus"] = IntegrationStatus,
        ["integration.latency"] = IntegrationLatency,
        ["integration.requestId"] = BackEndRequestId,
        ["integration.responseTransferMode"] = static (ref line, in request) =>
        {
            if (request.IntegrationLatency is null) line.Append((string?)null);
            else line.Append(request.Invocation.Response.Rest is null ? "BUFFERED"u8 : "STREAMED"u8);
        },
        ["integration.status"] = IntegrationStatus,
        ["integration.timeToAllHeaders"] = IntegrationLatency,
        ["integration.timeToFirstContent"] = IntegrationLatency,
        ["integrationErrorMessage"] = IntegrationError,
        ["integrationLatency"] = IntegrationLatency,
        ["integrationStatus"] = IntegrationStatus,
        ["requestTime"] = RequestTime,
        ["requestTimeEpoch"] = static (ref line, in request) => line.Append(request.Invocation.ReceivedAt.ToUnixTimeMilliseconds()),
        ["responseLatency"] = static (ref line, in request) => line.Append((long)request.Latency.TotalMilliseconds),
        ["responseLength"] = static (ref line, in request) => line.Append(request.ResponseLength),
        ["status"] = static (ref line, in request) => line.Append(request.Status),
        ["xrayTraceId"] = static (ref line, in request) => line.Append(request.Invocation.Trace.Text),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Names that AWS knows and that nothing here gives a value to: WAF, TLS at somebody else's listener, private networks.
    private static readonly string[] Absent =
    [
        "authenticate.latency",
        "authorize.latency",
        "authorizer.requestId",
        "cipherSuite",
        "customDomain.routingRuleIdMatched",
        "identity.clientCert.clientCertPem",
        "identity.clientCert.issuerDN",
        "identity.clientCert.serialNumber",
        "identity.clientCert.subjectDN",
        "identity.clientCert.validity.notAfter",
        "identity.clientCert.validity.notBefore",
        "identity.vpcId",
        "identity.vpceId",
        "isCanaryRequest",
        "tlsVersion",
        "waf.error",
        "waf.latency",
        "waf.status",
        "wafResponseCode",
        "webaclArn",
    ];

    // A second has one text: it is written once by each thread that needs it.
    [ThreadStatic]
    private static (long Second, byte[] Text) _requestTime;

    /// <summary>Every name that access logs know, sorted; <c>authorizer.</c> has names of the authorizer's own besides.</summary>
    public static IEnumerable<string> Names => Rows.Keys.Union(ContextVariables.Names).Union(Absent).Order(StringComparer.Ordinal);

    /// <summary>How to write a variable. A name that is none is written <c>-</c>, as AWS does.</summary>
    /// <param name="name">Without <c>$context.</c>.</param>
    public static AccessLogVariable Find(string name)
    {
        if (Rows.TryGetValue(name, out var known)) return known;
        if (ContextVariables.Find(name) is not { } read) return Nothing;
        return (ref line, in request) => line.Append(read(request.Invocation));
    }

    private static void Nothing(ref LogLine line, in AnsweredRequest request) => line.Append("-"u8);

    private static void Status(ref LogLine line, int? status)
    {
        if (status is { } known) line.Append(known);
        else line.Append("-"u8);
    }

    private static void RequestTime(ref LogLine line, in AnsweredRequest request)
    {
        var second = request.Invocation.ReceivedAt.Ticks / TimeSpan.TicksPerSecond;
        if (_requestTime.Second != second || _requestTime.Text is null) _requestTime = (second, Encoding.ASCII.GetBytes(request.Invocation.RequestTime));
        line.Append(_requestTime.Text);
    }

    private static void AuthorizerLatency(ref LogLine line, in AnsweredRequest request)
    {
        if (request.Invocation.Authorizer is null) line.Append("-"u8);
        else line.Append(request.Invocation.AuthorizerLatencyMs);
    }

    private static void IntegrationLatency(ref LogLine line, in AnsweredRequest request)
    {
        if (request.IntegrationLatency is { } took) line.Append((long)took.TotalMilliseconds);
        else line.Append("-"u8);
    }

    private static void IntegrationStatus(ref LogLine line, in AnsweredRequest request) => Status(ref line, request.IntegrationStatus);

    private static void IntegrationError(ref LogLine line, in AnsweredRequest request) =>
        line.Append(request.IntegrationLatency is not null ? request.Fault?.Detail ?? request.Fault?.Message : null);

    private static void BackEndRequestId(ref LogLine line, in AnsweredRequest request)
    {
        var headers = request.Invocation.Integration.ResponseHeaders;
        line.Append(headers.Last("x-amzn-RequestId") ?? headers.Last("x-amz-request-id"));
    }

    private static bool IsAuthentication(GatewayFault fault) =>
        fault.Type == GatewayResponseType.MissingAuthenticationToken || fault.Type == GatewayResponseType.InvalidSignature || fault.Type == GatewayResponseType.ExpiredToken;

    private static bool IsAuthorization(GatewayFault fault) => fault.Type == GatewayResponseType.AccessDenied;

    private static bool IsAuthorizer(GatewayFault fault) =>
        fault.Type == GatewayResponseType.Unauthorized || fault.Type == GatewayResponseType.AuthorizerFailure || fault.Type == GatewayResponseType.AuthorizerConfigurationError;
}
