using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portico.DataPlane.Explanations;
using Portico.Model.Findings;
using Portico.Reports;
using Portico.Storage;

namespace Portico.Explanations;

/// <summary>
/// <c>/_portico/explain</c>: why requests were refused, and what would be decided about others. GET lists the latest, GET of a request id tells of one,
/// POST simulates.
/// </summary>
internal sealed class ExplainPage(RefusalRing refusals, PolicySimulator simulator, FidelityReport report, Catalog catalog)
{
    internal const string Path = "/_portico/explain";

    private const int ListedRefusals = 100;

    internal static bool IsAt(string path) => path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal);

    internal async ValueTask<(int Status, Action<Utf8JsonWriter> Write)> AnswerAsync(HttpContext context, string path, ReadOnlyMemory<byte> body)
    {
        if (path == Path && HttpMethods.IsPost(context.Request.Method))
        {
            if (SimulatedRequest.Read(body, out var problem) is not { } request) return Problem(400, problem);
            return await simulator.DecideAsync(request, text => problem = text, context.RequestAborted) is { } decision ? (200, writer => Write(writer, request, decision)) : Problem(404, problem);
        }

        if (!HttpMethods.IsGet(context.Request.Method)) return Problem(405, "GET lists refusals, GET of a request id tells of one, POST simulates a request");
        if (path == Path) return (200, WriteLatest);
        var id = Uri.UnescapeDataString(path[(Path.Length + 1)..]);
        return refusals.Find(id) is { } refusal ? (200, writer => Write(writer, refusal)) : Problem(404, $"no refused request with this id is among the last {RefusalRing.Capacity}");
    }

    private static (int, Action<Utf8JsonWriter>) Problem(int status, string text) => (status, writer => writer.WriteString("message", text));

    private void WriteLatest(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("refusals");
        foreach (var refusal in refusals.Latest(ListedRefusals))
        {
            writer.WriteStartObject();
            Write(writer, refusal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, Refusal refusal)
    {
        writer.WriteString("requestId", refusal.RequestId);
        writer.WriteString("time", refusal.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Text(writer, "restApiId", refusal.ApiId);
        Text(writer, "stage", refusal.Stage);
        Text(writer, "deploymentId", refusal.DeploymentId);
        writer.WriteString("method", refusal.HttpMethod);
        writer.WriteString("path", refusal.Path);
        Text(writer, "resourcePath", refusal.ResourcePath);
        writer.WriteString("sourceIp", refusal.SourceIp);
        Text(writer, "principal", refusal.Principal);
        Text(writer, "apiKeyId", refusal.ApiKeyId);
        writer.WriteString("decision", "refused");
        writer.WriteNumber("status", refusal.Status);
        Text(writer, "responseType", refusal.ResponseType?.Name);
        Write(writer, refusal.ApiId, refusal.ResourceMethod, refusal.ResourcePath, refusal.Reason);
    }

    private void Write(Utf8JsonWriter writer, SimulatedRequest request, SimulatedDecision decision)
    {
        writer.WriteString("restApiId", request.RestApiId);
        writer.WriteString("stage", request.Stage);
        writer.WriteString("method", request.Method);
        writer.WriteString("path", request.Path);
        Text(writer, "resourcePath", decision.ResourcePath);
        writer.WriteString("sourceIp", request.SourceIp.ToString());
        Text(writer, "principal", decision.Principal);
        writer.WriteString("decision", decision.Fault is null ? "allowed" : "refused");
        if (decision.Fault is { } fault)
        {
            writer.WriteNumber("status", fault.BuiltInStatus ?? fault.Type.DefaultStatusCode ?? 500);
            writer.WriteString("responseType", fault.Type.Name);
            Text(writer, "message", fault.Message);
        }

        writer.WriteString("waf", "not applicable: no web ACL is held against requests");
        Write(writer, request.RestApiId, decision.ResourceMethod, decision.ResourcePath, decision.Reason);
    }

    private void Write(Utf8JsonWriter writer, string? apiId, string? method, string? resourcePath, DecisionReason reason)
    {
        var own = Place(apiId, reason.Element);
        var place = own ?? (method is null || resourcePath is null || reason.Element is not null ? null : report.PlaceOf(apiId!, ElementAddress.Method(resourcePath, method)));
        writer.WriteString("rule", JsonNamingPolicy.CamelCase.ConvertName(reason.Rule.ToString()));
        writer.WriteString("reason", own is null ? reason.Text : $"{reason.Text} at {own.File ?? "definition"}:{own.Line}");
        if (reason.Statement is { } statement) writer.WriteNumber("statement", statement + 1);
        Text(writer, "sid", reason.Sid);
        if (place is not null)
        {
            Text(writer, "file", place.File);
            writer.WriteNumber("line", place.Line);
            writer.WriteString("pointer", place.Pointer);
        }

        if (reason.Facts.IsEmpty) return;
        writer.WriteStartObject("facts");
        foreach (var (name, value) in reason.Facts) writer.WriteString(name, value);
        if (reason.Facts.FirstOrDefault(fact => fact.Key == "usagePlanId").Value is { } planId && catalog.Account.Present.UsagePlans.GetValueOrDefault(planId) is { } plan) writer.WriteString("usagePlan", plan.Name);
        writer.WriteEndObject();
    }

    private SourceLocation? Place(string? apiId, string? element) => apiId is null || element is null ? null : report.PlaceOf(apiId, new ElementAddress(element));

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }
}
