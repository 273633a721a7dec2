using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Portico.DataPlane.Observation;
using Portico.Explanations;
using Portico.Logs;
using Portico.Reports;

namespace Portico.Hosting;

/// <summary>What Portico itself answers on the control listener, beside AWS's APIs.</summary>
internal sealed class OwnPages(FidelityReport fidelity, RequestMetrics metrics, StageLogs logs, RequestInspector? inspector, ExplainPage explain)
{
    /// <summary>Set once everything that was stored is being served.</summary>
    internal bool IsReady { get; set; }

    /// <summary>Whether a path is one of Portico's own.</summary>
    internal static bool IsOwn(string path) =>
        path is "/health/live" or "/health/ready" or "/metrics" or "/console" || path.StartsWith("/_portico/", StringComparison.Ordinal) || path.StartsWith("/console/", StringComparison.Ordinal);

    /// <summary>Answers a path of Portico's own.</summary>
    /// <returns>False when the path is somebody else's.</returns>
    internal async ValueTask<bool> TryHandleAsync(HttpContext context, string path, ReadOnlyMemory<byte> body = default)
    {
        switch (path)
        {
            case "/health/live":
                await WriteAsync(context, 200, writer => writer.WriteString("status", "live"));
                return true;

            case "/health/ready":
                await WriteAsync(context, IsReady ? 200 : 503, writer => writer.WriteString("status", IsReady ? "ready" : "starting"));
                return true;

            case "/_portico/fidelity":
                await WriteAsync(context, 200, fidelity.WriteTo);
                return true;

            case var _ when ExplainPage.IsAt(path):
                var (status, write) = await explain.AnswerAsync(context, path, body);
                await WriteAsync(context, status, write);
                return true;

            case "/metrics":
                await WriteMetricsAsync(context);
                return true;

            case "/_portico/requests":
                await RequestPages.WriteAsync(context, inspector);
                return true;

            case var _ when IsOwn(path):
                await WriteAsync(context, 501, writer => writer.WriteString("message", $"{path} is not there yet in this version of Portico"));
                return true;

            default:
                return false;
        }
    }

    private async Task WriteMetricsAsync(HttpContext context)
    {
        var text = new StringBuilder(PrometheusText.Of(metrics));
        PrometheusText.AppendCounter(text, "portico_log_lines_lost_total", "Lines of logs that were not written", logs.Lost);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(text.ToString());
    }

    private static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        await writer.FlushAsync();
    }
}
