using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>The control plane over plain HTTP, for what a test needs and does not test.</summary>
internal sealed class ControlClient(Uri control) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = control, Timeout = Limits.Wait };

    internal HttpClient Http => _http;

    internal async Task<JsonNode> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    internal async Task<JsonNode> PostAsync(string path, string body) => await ReadAsync(await _http.PostAsync(path, Content(body)));

    internal async Task<JsonNode> PutAsync(string path, string body) => await ReadAsync(await _http.PutAsync(path, Content(body)));

    internal async Task<(string Id, string RootId)> CreateRestApiAsync(string name)
    {
        var id = (await PostAsync("/restapis", $$"""{"name":"{{name}}"}""")).Text("id");
        return (id, (await GetAsync($"/restapis/{id}/resources")).Text("item.0.id"));
    }

    /// <summary>Gives a resource a method that the gateway answers by itself.</summary>
    internal async Task PutMockAsync(string apiId, string resourceId, string body)
    {
        var method = $"/restapis/{apiId}/resources/{resourceId}/methods/GET";
        await PutAsync(method, """{"authorizationType":"NONE"}""");
        await PutAsync($"{method}/integration", """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\": 200}"}}""");
        await PutAsync($"{method}/responses/200", "{}");
        await PutMockAnswerAsync(apiId, resourceId, body);
    }

    internal Task<JsonNode> PutMockAnswerAsync(string apiId, string resourceId, string body) =>
        PutAsync(
            $"/restapis/{apiId}/resources/{resourceId}/methods/GET/integration/responses/200",
            new JsonObject { ["responseTemplates"] = new JsonObject { ["application/json"] = body } }.ToJsonString());

    internal Task<JsonNode> DeployAsync(string apiId, string stage) => PostAsync($"/restapis/{apiId}/deployments", $$"""{"stageName":"{{stage}}"}""");

    public void Dispose() => _http.Dispose();

    private static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        using var answer = response;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
