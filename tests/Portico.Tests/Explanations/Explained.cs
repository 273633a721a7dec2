using System.Text.Json.Nodes;
using Portico.Tests.Running;

namespace Portico.Tests.Explanations;

/// <summary>Asks <c>/_portico/explain</c> as anybody does.</summary>
internal static class Explained
{
    /// <summary>What is told of a refused request, by the id that its answer bore.</summary>
    internal static async Task<JsonNode> WhyAsync(this RunningGateway gateway, Answer answer)
    {
        var (status, told) = await gateway.ExplainAsync(HttpMethod.Get, $"/{answer["x-amzn-RequestId"]}");
        Assert.True(status == 200, told.ToJsonString());
        return told;
    }

    internal static async Task<(int Status, JsonNode Told)> ExplainAsync(this RunningGateway gateway, HttpMethod method, string more = "", string? body = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{gateway.ControlPort}/_portico/explain{more}");
        if (body is not null) request.Content = new StringContent(body);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = await gateway.Client.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
