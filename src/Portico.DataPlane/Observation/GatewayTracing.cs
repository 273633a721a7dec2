using System.Diagnostics;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Observation;

/// <summary>
/// Traces of requests: a span for the gateway, one for the authorizer and one for the back end. Where nobody listens, or the
/// stage's tracing is off, nothing is made.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html"/>
public static class GatewayTracing
{
    public const string SourceName = "Portico";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a request's span, as the child of what the client sent: W3C's header, then X-Ray's.</summary>
    internal static void Begin(Invocation invocation)
    {
        if (!Source.HasListeners()) return;
        var request = invocation.Request;
        if (!ActivityContext.TryParse(request.Header("traceparent"), request.Header("tracestate"), isRemote: true, out var parent)) parent = OfXRay(request.Header(TraceId.HeaderName));
        var stage = invocation.Stage;
        var activity = Source.StartActivity($"{stage.ApiId}/{stage.StageName}", ActivityKind.Server, parent, startTime: invocation.ReceivedAt);
        if (activity is null) return;

        // The thread goes on to other requests, whose spans must not become children of this one.
        Activity.Current = null;
        activity.SetTag("http.request.method", request.Method);
        activity.SetTag("url.path", request.RawPath);
        activity.SetTag("client.address", invocation.SourceIp);
        activity.SetTag("user_agent.original", request.Header("User-Agent"));
        activity.SetTag("http.route", invocation.Method?.ResourcePath);
        activity.SetTag("aws.api_gateway.account_id", stage.AccountId);
        activity.SetTag("aws.api_gateway.rest_api_id", stage.ApiId);
        activity.SetTag("aws.api_gateway.stage", stage.StageName);
        activity.SetTag("aws.api_gateway.request_id", invocation.RequestId);
        invocation.Activity = activity;
    }

    /// <summary>Begins the span of a back end.</summary>
    internal static Activity? BeginIntegration(Activity parent)
    {
        var activity = Source.StartActivity("integration", ActivityKind.Client, parent.Context);
        Activity.Current = null;
        return activity;
    }

    /// <summary>Ends the spans of a request.</summary>
    internal static void End(in AnsweredRequest request)
    {
        var invocation = request.Invocation;
        if (invocation.Activity is not { } activity) return;
        if (invocation.Authorizer is not null && invocation.AuthorizerLatencyMs > 0)
        {
            using var authorizer = Source.StartActivity("authorizer", ActivityKind.Client, activity.Context, startTime: invocation.ReceivedAt);
            authorizer?.SetEndTime(invocation.ReceivedAt.UtcDateTime.AddMilliseconds(invocation.AuthorizerLatencyMs));
        }

        activity.SetTag("http.response.status_code", request.Status);
        if (request.Fault is { } fault) activity.SetTag("error.type", fault.Type.Name);
        if (request.Status >= 500) activity.SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
        Activity.Current = null;
        invocation.Activity = null;
    }

    // Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1
    private static ActivityContext OfXRay(string? header)
    {
        if (header is null) return default;
        string? trace = null, span = null;
        var sampled = false;
        foreach (var part in header.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("Root=1-", StringComparison.Ordinal)) trace = part[7..].Replace("-", "", StringComparison.Ordinal);
            else if (part.StartsWith("Parent=", StringComparison.Ordinal)) span = part[7..];
            else if (part == "Sampled=1") sampled = true;
        }

        return trace is { Length: 32 } && span is { Length: 16 } && ActivityContext.TryParse($"00-{trace.ToLowerInvariant()}-{span.ToLowerInvariant()}-{(sampled ? "01" : "00")}", null, isRemote: true, out var context)
            ? context
            : default;
    }
}
