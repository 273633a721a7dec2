using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.CommandLine;
using Portico.Failures;
using Portico.Hosting;
using Portico.Model.Usage;

namespace Portico.Running;

/// <summary>
/// Makes the usage plans and keys of <c>portico.yaml</c>, by the calls that any client makes. The file is the truth about the plans that it
/// made: over the data of an earlier run, what has gone from it opens nothing any more.
/// </summary>
internal sealed class UsagePlanMount(GatewayHost host)
{
    // Tells the plans of the file from those of other clients, which are left alone.
    private const string Tag = "portico:settings";

    internal async Task MountAsync(ImmutableArray<UsagePlanSetting> settings, IEnumerable<ServedDefinition> served, string stageName, CancellationToken cancellationToken)
    {
        var stages = served.Select(one => (one.ApiId, Stage: stageName)).ToList();
        var known = await ItemsAsync("/usageplans", "", cancellationToken);
        foreach (var plan in known.Where(IsOurs))
        {
            if (!settings.Any(setting => setting.Name == Text(plan, "name"))) await RemoveAsync(plan, cancellationToken);
        }

        // Every plan lets go of the keys that it has no more before another takes them.
        var plans = new List<(UsagePlanSetting Setting, string Id)>();
        foreach (var setting in settings) plans.Add((setting, await PlanAsync(setting, known, stages, cancellationToken)));
        foreach (var (setting, id) in plans) await AddKeysAsync(setting, id, cancellationToken);
    }

    private async Task<string> PlanAsync(UsagePlanSetting setting, List<JsonNode> known, List<(string ApiId, string Stage)> stages, CancellationToken cancellationToken)
    {
        if (known.Find(plan => IsOurs(plan) && Text(plan, "name") == setting.Name) is not { } present)
        {
            var body = new JsonObject
            {
                ["name"] = setting.Name,
                ["apiStages"] = new JsonArray([.. stages.Select(stage => new JsonObject { ["apiId"] = stage.ApiId, ["stage"] = stage.Stage })]),
                ["tags"] = new JsonObject { [Tag] = "usagePlans" },
            };
            if (setting.Throttle is { } throttle) body["throttle"] = new JsonObject { ["rateLimit"] = throttle.RateLimit, ["burstLimit"] = throttle.BurstLimit };
            if (setting.Quota is { } quota) body["quota"] = new JsonObject { ["limit"] = quota.Limit, ["offset"] = quota.Offset, ["period"] = quota.Period };
            return Text(await CallAsync(setting, "POST", "/usageplans", body, cancellationToken), "id");
        }

        var id = Text(present, "id");
        var values = setting.Keys.Select(key => key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var key in await ItemsAsync($"/usageplans/{id}/keys", "", cancellationToken))
        {
            if (!values.Contains(Text(key, "value"))) await CallAsync(setting, "DELETE", $"/usageplans/{id}/keys/{Text(key, "id")}", null, cancellationToken);
        }

        await PatchAsync(setting, id, Changes(setting, present, stages), cancellationToken);
        return id;
    }

    private static IEnumerable<(string Op, string Path, string? Value)> Changes(UsagePlanSetting setting, JsonNode present, List<(string ApiId, string Stage)> stages)
    {
        var had = StagesOf(present);
        foreach (var stage in stages.Select(each => $"{each.ApiId}:{each.Stage}").Except(had)) yield return ("add", "/apiStages", stage);
        if (setting.Throttle is { } throttle)
        {
            yield return ("replace", "/throttle/rateLimit", FormattableString.Invariant($"{throttle.RateLimit}"));
            yield return ("replace", "/throttle/burstLimit", FormattableString.Invariant($"{throttle.BurstLimit}"));
        }
        else if (present["throttle"] is not null)
        {
            yield return ("remove", "/throttle", null);
        }

        if (setting.Quota is { } quota)
        {
            yield return ("replace", "/quota/limit", FormattableString.Invariant($"{quota.Limit}"));
            yield return ("replace", "/quota/offset", FormattableString.Invariant($"{quota.Offset}"));
            yield return ("replace", "/quota/period", quota.Period);
        }
        else if (present["quota"] is not null)
        {
            yield return ("remove", "/quota", null);
        }
    }

    private async Task AddKeysAsync(UsagePlanSetting setting, string planId, CancellationToken cancellationToken)
    {
        if (setting.Keys.IsEmpty) return;
        var keys = await ItemsAsync("/apikeys", "includeValues=true", cancellationToken);
        var members = (await ItemsAsync($"/usageplans/{planId}/keys", "", cancellationToken)).Select(key => Text(key, "id")).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in setting.Keys)
        {
            var known = keys.Find(key => Text(key, "value") == value);
            var id = known is not null
                ? Text(known, "id")
                : Text(await CallAsync(setting, "POST", "/apikeys", new JsonObject { ["name"] = name, ["value"] = value, ["enabled"] = true }, cancellationToken), "id");
            if (!members.Contains(id)) await CallAsync(setting, "POST", $"/usageplans/{planId}/keys", new JsonObject { ["keyId"] = id, ["keyType"] = UsagePlanKey.Type }, cancellationToken);
        }
    }

    private async Task RemoveAsync(JsonNode plan, CancellationToken cancellationToken)
    {
        var id = Text(plan, "id");
        await PatchAsync(null, id, StagesOf(plan).Select(stage => ("remove", "/apiStages", (string?)stage)), cancellationToken);
        await CallAsync(null, "DELETE", $"/usageplans/{id}", null, cancellationToken);
    }

    private async Task PatchAsync(UsagePlanSetting? setting, string planId, IEnumerable<(string Op, string Path, string? Value)> operations, CancellationToken cancellationToken)
    {
        var body = new JsonArray([.. operations.Select(each => new JsonObject { ["op"] = each.Op, ["path"] = each.Path, ["value"] = each.Value })]);
        if (body.Count > 0) await CallAsync(setting, "PATCH", $"/usageplans/{planId}", new JsonObject { ["patchOperations"] = body }, cancellationToken);
    }

    private static List<string> StagesOf(JsonNode plan) => [.. (plan["apiStages"] as JsonArray ?? []).Select(stage => $"{Text(stage!, "apiId")}:{Text(stage!, "stage")}")];

    private static bool IsOurs(JsonNode plan) => plan["tags"]?[Tag] is not null;

    private static string Text(JsonNode node, string member) => node[member]?.GetValue<string>() ?? "";

    private async Task<List<JsonNode>> ItemsAsync(string path, string query, CancellationToken cancellationToken)
    {
        var all = new List<JsonNode>();
        for (string? position = ""; position is not null;)
        {
            var answer = await OwnCalls.SendAsync(host, "GET", path, $"limit=500&{query}{(position.Length == 0 ? "" : $"&position={Uri.EscapeDataString(position)}")}".TrimEnd('&'), "", cancellationToken);
            var page = JsonNode.Parse(answer.Body.Span)!;
            all.AddRange((page["item"] as JsonArray ?? []).Select(item => item!));
            position = page["position"]?.GetValue<string>();
        }

        return all;
    }

    private async Task<JsonNode> CallAsync(UsagePlanSetting? setting, string method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var answer = await OwnCalls.SendAsync(host, method, path, "", body?.ToJsonString() ?? "", cancellationToken);
        if (answer.Status >= 300) throw CommandFailure.BadInput($"{setting?.Place ?? SettingsFile.Name}: the usage plan was refused: {OwnCalls.MessageOf(answer)}");
        return answer.Body.IsEmpty ? new JsonObject() : JsonNode.Parse(Encoding.UTF8.GetString(answer.Body.Span)) ?? new JsonObject();
    }
}
