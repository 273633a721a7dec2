using System.Text;
using System.Text.Json;

namespace Portico.Tests.Running;

/// <summary>An API of one test, and calls of it.</summary>
internal sealed class DeployedApi(RunningGateway gateway, string id, string stage)
{
    internal string Id => id;

    internal string Stage => stage;

    /// <summary>The name that leads to it, as AWS forms it.</summary>
    internal string Host => $"{id}.execute-api.localhost";

    internal Task<ReadOnlyMemory<byte>> DeployAsync(params (string Name, string Value)[] variables) => gateway.ControlAsync(
        "POST", $"/restapis/{id}/deployments", "", JsonSerializer.Serialize(new { stageName = stage, variables = variables.ToDictionary(pair => pair.Name, pair => pair.Value) }));

    /// <summary>Puts another definition in the place of the present one, without deploying it.</summary>
    internal Task<ReadOnlyMemory<byte>> OverwriteAsync(string definition) => gateway.ControlAsync("PUT", $"/restapis/{id}", "mode=overwrite", definition);

    /// <summary>A call by host name, through the framework's client.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="path">Behind the stage, with a leading slash.</param>
    /// <param name="body">Null for no body at all.</param>
    /// <param name="contentType">The body's; null sends none.</param>
    /// <param name="headers">Further header lines.</param>
    internal Task<Answer> CallAsync(string method, string path, string? body = null, string? contentType = "application/json", params (string Name, string Value)[] headers) =>
        CallAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), contentType, headers);

    internal async Task<Answer> CallAsync(string method, string path, byte[]? body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{gateway.Port}/{stage}{path}");
        request.Headers.Host = Host;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    internal Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => CallAsync("GET", path, (byte[]?)null, null, headers);

    internal Task<Answer> PostAsync(string path, string body, string? contentType = "application/json", params (string Name, string Value)[] headers) =>
        CallAsync("POST", path, body, contentType, headers);

    /// <summary>A call written byte for byte, on a connection of its own.</summary>
    /// <param name="requestLine">Such as <c>GET /test/pets?a=1</c>, with the stage.</param>
    /// <param name="lines">Header lines beside Host.</param>
    internal async Task<Answer> RawAsync(string requestLine, params string[] lines)
    {
        using var connection = await gateway.ConnectAsync();
        await connection.SendAsync(RawHead(requestLine, lines));
        return await connection.ReceiveAsync(isHead: requestLine.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    internal string RawHead(string requestLine, params string[] lines) =>
        $"{requestLine} HTTP/1.1\r\nHost: {Host}\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n";
}
