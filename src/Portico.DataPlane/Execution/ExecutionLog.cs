using System.Globalization;
using System.Text;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Execution;

/// <summary>What happens to one invocation, in AWS's sentences. What stands before each line (a date, a request id) is for whoever takes it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"/>
public sealed class ExecutionLog(Action<string> line) : IExecutionObserver
{
    // Recorded: maps and bodies are cut behind so many characters.
    private const int MaxValueLength = 998;

    private long _calledAt;

    /// <summary>Whether header lines and bodies are shown.</summary>
    public bool ShowsData { get; init; } = true;

    /// <summary>Whether a failure shows what the client is answered in its place.</summary>
    public bool ShowsGatewayResponse { get; init; }

    /// <summary>Whether a back end was called.</summary>
    public bool HasCalled { get; private set; }

    public void Started(Invocation invocation)
    {
        var request = invocation.Request;
        line($"Starting execution for request: {invocation.RequestId}");
        line($"HTTP Method: {request.Method}, Resource Path: {request.ResourcePath}");
        if (!ShowsData) return;
        line($"Method request path: {Map(PathValues(invocation))}");
        line($"Method request query string: {Map(LastOfEach(request.Query))}");
        line($"Method request headers: {Map(request.Headers.Select(header => (header.Key, header.Value.ToString())))}");
        line($"Method request body before transformations: {Text(invocation.Body.Memory)}");
    }

    public void Calling(Invocation invocation, string uri, ReadOnlyMemory<byte> body)
    {
        line($"Endpoint request URI: {uri}");
        if (ShowsData)
        {
            line($"Endpoint request headers: {Map(invocation.Integration.RequestHeaders)}");
            line($"Endpoint request body after transformations: {Text(body)}");
        }

        line($"Sending request to {uri}");
        HasCalled = true;
        _calledAt = invocation.Time.GetTimestamp();
    }

    public void Called(Invocation invocation, int status, ReadOnlyMemory<byte> body)
    {
        var latency = (long)invocation.Time.GetElapsedTime(_calledAt).TotalMilliseconds;
        line(string.Create(CultureInfo.InvariantCulture, $"Received response. Status: {status}, Integration latency: {latency} ms"));
        if (!ShowsData) return;
        line($"Endpoint response headers: {Map(invocation.Integration.ResponseHeaders)}");
        line($"Endpoint response body before transformations: {Text(body)}");
    }

    public void Finished(Invocation invocation, GatewayFault? fault, int status)
    {
        if (fault is null)
        {
            if (ShowsData)
            {
                var response = invocation.Response;
                var lines = response.Headers.Lines.ToArray().AsEnumerable();
                if (response.ShowsTraceId) lines = lines.Prepend((TraceId.HeaderName, invocation.Trace.Text));
                line($"Method response body after transformations: {Text(response.Body)}");
                line($"Method response headers: {Map(lines)}");
            }

            line("Successfully completed execution");
        }
        else
        {
            line(Reason(invocation, fault));
            if (ShowsGatewayResponse)
            {
                line(string.Create(CultureInfo.InvariantCulture, $"Gateway response type: {fault.Type.Name} with status code: {status}"));
                if (ShowsData)
                {
                    line($"Gateway response body: {Text(invocation.Response.Body)}");
                    line($"Gateway response headers: {Map(invocation.Response.Headers)}");
                }
            }
        }

        line(string.Create(CultureInfo.InvariantCulture, $"Method completed with status: {status}"));
    }

    private static string Reason(Invocation invocation, GatewayFault fault)
    {
        if (fault.Detail is { } detail) return detail;
        if (fault.Type != GatewayResponseType.BadRequestBody) return fault.Message ?? fault.Type.ErrorType;
        var sent = invocation.Request.Headers.ContentType.ToString();
        return $"Request body does not match model schema for content type {(sent.Length == 0 ? "application/json" : sent)}: {fault.ValidationErrors ?? "[the body is not JSON]"}";
    }

    private static IEnumerable<(string Name, string Value)> PathValues(Invocation invocation) =>
        (invocation.Method?.PathVariables ?? []).Select(variable => (variable.Name, invocation.PathValue(variable.Name) ?? ""));

    private static IEnumerable<(string Name, string Value)> LastOfEach(IEnumerable<(string Name, string Value)> query) =>
        query.GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => group.Last());

    private static string Map(HeaderList headers) => Map(headers.Lines.ToArray());

    // As Java prints a map.
    private static string Map(IEnumerable<(string Name, string Value)> pairs) => Cut($"{{{string.Join(", ", pairs.Select(pair => $"{pair.Name}={Masked(pair.Name, pair.Value)}"))}}}");

    /// <summary>An API key as AWS shows it: its last six characters; nothing where there is none.</summary>
    internal static string MaskedKey(string? key) => key is null ? "" : $"*****{(key.Length > 12 ? key[^6..] : "")}";

    /// <summary>A header's value: of what lets a caller in, AWS shows the last six characters.</summary>
    internal static string Masked(string name, string value) =>
        name.Equals("X-Amz-Security-Token", StringComparison.OrdinalIgnoreCase) ? value[..Math.Min(value.Length / 4, 12)] + " [TRUNCATED]" :
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) || name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)
            ? new string('*', Math.Max(value.Length - 6, Math.Min(value.Length, 6))) + (value.Length > 12 ? value[^6..] : "")
            : value;

    private static string Text(ReadOnlyMemory<byte> body)
    {
        // One byte more than can be needed, so that a cut is seen as one.
        var span = body.Span;
        return Cut(Encoding.UTF8.GetString(span[..Math.Min(span.Length, (MaxValueLength * 4) + 1)]));
    }

    private static string Cut(string text) => text.Length <= MaxValueLength ? text : $"{text.AsSpan(0, MaxValueLength)} [TRUNCATED]";
}
