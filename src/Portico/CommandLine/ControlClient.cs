using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Aws.Signing;
using Portico.Failures;

namespace Portico.CommandLine;

/// <summary>Calls a running server's control plane, as any client does: signed where the environment holds credentials.</summary>
internal sealed class ControlClient(Uri server) : IDisposable
{
    private const string Service = "apigateway";

    // No proxy stands between a command and the server that it was told of.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>A call that must be granted.</summary>
    /// <exception cref="CommandFailure">It is refused, or nobody answers.</exception>
    internal async Task<JsonNode> SendAsync(string method, string target, JsonObject? body, CancellationToken cancellationToken)
    {
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server, target));
        if (body is not null) request.Content = new ByteArrayContent(bytes) { Headers = { { "Content-Type", "application/json" } } };
        foreach (var (name, value) in Signature(method, target, bytes)) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var answer = text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
            return response.IsSuccessStatusCode ? answer : throw CommandFailure.BadInput($"{(answer["message"] ?? answer["Message"])?.ToString() ?? $"{server} answers {(int)response.StatusCode}"}");
        }
        catch (HttpRequestException exception)
        {
            throw CommandFailure.CannotStart($"no server answers at {server}: {exception.Message}; start one by portico serve or portico run, or name it by --control-url", exception);
        }
        catch (JsonException exception)
        {
            throw CommandFailure.CannotStart($"what answers at {server} is no control plane of Portico", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private IEnumerable<KeyValuePair<string, string>> Signature(string method, string target, byte[] body)
    {
        if (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is not { Length: > 0 } id || Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") is not { Length: > 0 } secret) return [];
        var credentials = new AwsCredentials(id, secret, Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null);
        var region = Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? "us-east-1";
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        return new RequestSigner(new SigningKeyCache(), TimeProvider.System).Sign(method, path, query, [new("Host", server.Authority)], PayloadHash.Of(body), credentials, region, Service);
    }
}
