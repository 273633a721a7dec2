using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Portico.Failures;

namespace Portico.CommandLine;

/// <summary><c>portico logs</c>: the requests of a running server, as they are answered.</summary>
internal static class LogsCommand
{
    private const string DataPrefix = "data: ";

    internal static Command Create()
    {
        var url = new Option<string?>("--control-url") { Description = "Where the server's control plane is. Default http://127.0.0.1:4566" };
        var json = new Option<bool>("--json") { Description = "Each request whole, as one line of JSON" };
        var command = new Command("logs", "Live view of a running server's requests") { url, json };
        command.SetAction((result, cancellationToken) => FollowAsync(
            result.GetValue(url) ?? Environment.GetEnvironmentVariable("PORTICO__CONTROL__URL") ?? "http://127.0.0.1:4566", result.GetValue(json), Console.Out, cancellationToken));
        return command;
    }

    internal static async Task<int> FollowAsync(string controlUrl, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(controlUrl.TrimEnd('/') + "/_portico/requests", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw CommandFailure.Usage($"--control-url '{controlUrl}' is no address; give one such as http://127.0.0.1:4566");
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new("text/event-stream"));
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode) throw CommandFailure.BadInput($"{address} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (!line.StartsWith(DataPrefix, StringComparison.Ordinal)) continue;
                await output.WriteLineAsync(json ? line[DataPrefix.Length..] : Line(line[DataPrefix.Length..]));
                await output.FlushAsync(cancellationToken);
            }
        }
        catch (HttpRequestException exception)
        {
            throw CommandFailure.CannotStart($"no server answers at {controlUrl}: {exception.Message}; start one, or give its address by --control-url", exception);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }

        return ExitCodes.Done;
    }

    /// <summary>A request on one line.</summary>
    internal static string Line(string request)
    {
        using var document = JsonDocument.Parse(request);
        var root = document.RootElement;
        var query = Text("query");
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{root.GetProperty("time").GetDateTimeOffset().UtcDateTime:HH:mm:ss.fff} {root.GetProperty("status").GetInt32()} {Text("method")} {Text("path")}{(query is null ? "" : "?" + query)} {root.GetProperty("latencyMs").GetDouble():0} ms");
        if (root.TryGetProperty("integrationLatencyMs", out var integration)) line += string.Create(CultureInfo.InvariantCulture, $" (back end {integration.GetDouble():0} ms)");
        if (Text("fault") is { } fault) line += $"  {fault}";
        if (Text("detail") is { } detail) line += $": {detail}";

        // Nothing that a client sends drives the terminal.
        return string.Concat(line.Select(letter => char.IsControl(letter) ? '?' : letter));

        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
