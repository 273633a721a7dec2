using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Tests.Running;

namespace Portico.Tests.Traffic;

/// <summary>An API whose methods require a key, with a usage plan over its stage.</summary>
internal sealed class PlannedApi(RunningGateway gateway, DeployedApi api, string planId)
{
    // A rate at which nothing comes back while a test runs.
    internal const double Hardly = 0.0001;

    private static int _keys;

    internal DeployedApi Api => api;

    internal string PlanId => planId;

    internal static string Definition { get; } = KeyedPaths("/pets", "/cats");

    /// <summary>A definition whose paths each have a GET that requires a key and answers it.</summary>
    internal static string KeyedPaths(params string[] paths) => OpenApi.Of(
        string.Concat(paths.Select(path => Keyed(path, "get"))) + OpenApi.Mock("/open"),
        "components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }");

    internal static string Keyed(string path, string method) => OpenApi.Path(
        path,
        method,
        """
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: "200", responseTemplates: { application/json: "$context.identity.apiKey $context.identity.apiKeyId" } } }
        """,
        "security: [ { key: [] } ]");

    /// <param name="limits">JSON members of the plan, such as <c>"quota":{...}</c>.</param>
    /// <param name="methods">JSON of the stage's throttles, by method.</param>
    internal static async Task<PlannedApi> DeployAsync(RunningGateway gateway, string limits = "", string methods = "{}", string? definition = null)
    {
        return await OverAsync(gateway, await gateway.DeployAsync(definition ?? Definition), limits, methods);
    }

    /// <summary>A plan over an API that is there.</summary>
    internal static async Task<PlannedApi> OverAsync(RunningGateway gateway, DeployedApi api, string limits = "", string methods = "{}")
    {
        var body = $$"""{"name":"plan","apiStages":[{"apiId":"{{api.Id}}","stage":"{{api.Stage}}","throttle":{{methods}}}]{{(limits.Length == 0 ? "" : "," + limits)}}}""";
        var plan = JsonNode.Parse((await gateway.ControlAsync("POST", "/usageplans", "", body)).Span)!;
        return new PlannedApi(gateway, api, plan["id"]!.GetValue<string>());
    }

    /// <summary>A key that is in the plan.</summary>
    internal async Task<(string Id, string Value)> AddKeyAsync(bool enabled = true)
    {
        var key = await NewKeyAsync(gateway, enabled);
        await JoinAsync(key.Id);
        return key;
    }

    internal static async Task<(string Id, string Value)> NewKeyAsync(RunningGateway gateway, bool enabled = true)
    {
        var value = $"a-key-for-a-test-{Interlocked.Increment(ref _keys):00000000}";
        using var key = JsonDocument.Parse(await gateway.ControlAsync("POST", "/apikeys", "", $$"""{"name":"k","value":"{{value}}","enabled":{{(enabled ? "true" : "false")}}}"""));
        return (key.RootElement.GetProperty("id").GetString()!, value);
    }

    internal Task<ReadOnlyMemory<byte>> JoinAsync(string keyId) => gateway.ControlAsync("POST", $"/usageplans/{planId}/keys", "", $$"""{"keyId":"{{keyId}}","keyType":"API_KEY"}""");

    internal Task<Answer> GetAsync(string path, string key) => api.GetAsync(path, ("x-api-key", key));

    /// <summary>The statuses of so many calls, one after the other.</summary>
    internal async Task<List<int>> StatusesAsync(string path, string key, int calls)
    {
        var statuses = new List<int>();
        for (var call = 0; call < calls; call++) statuses.Add((await GetAsync(path, key)).Status);
        return statuses;
    }

    internal Task<ReadOnlyMemory<byte>> PatchAsync(string path, params (string Op, string Path, string? Value)[] operations) => gateway.ControlAsync(
        "PATCH", path, "", JsonSerializer.Serialize(new { patchOperations = operations.Select(each => new { op = each.Op, path = each.Path, value = each.Value }) }));

    internal Task<ReadOnlyMemory<byte>> PatchPlanAsync(params (string Op, string Path, string? Value)[] operations) => PatchAsync($"/usageplans/{planId}", operations);

    internal Task<ReadOnlyMemory<byte>> PatchStageAsync(params (string Path, string Value)[] settings) =>
        PatchAsync($"/restapis/{api.Id}/stages/{api.Stage}", [.. settings.Select(setting => ("replace", setting.Path, (string?)setting.Value))]);

    /// <summary>What GetUsage says of today: used, remaining.</summary>
    internal async Task<(long Used, long Remaining)> UsageAsync(string keyId)
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var usage = JsonDocument.Parse(await gateway.ControlAsync("GET", $"/usageplans/{planId}/usage", $"startDate={today}&endDate={today}&keyId={keyId}", ""));
        var day = usage.RootElement.GetProperty("values").GetProperty(keyId)[0];
        return (day[0].GetInt64(), day[1].GetInt64());
    }
}
