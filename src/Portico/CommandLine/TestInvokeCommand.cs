using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Portico.DataPlane.Routing;
using Portico.Failures;

namespace Portico.CommandLine;

/// <summary><c>portico test-invoke METHOD PATH</c>: one method of a running server by TestInvokeMethod, with its log; with <c>--explain</c> what would be decided about a caller.</summary>
internal static class TestInvokeCommand
{
    internal static Command Create()
    {
        var method = new Argument<string>("METHOD") { Description = "GET, POST and so on" };
        var path = new Argument<string>("PATH") { Description = "Behind the stage, with a leading slash; perhaps with a query" };
        var api = new Option<string?>("--api") { Description = "Id or name of the API. Default: the only one" };
        var url = new Option<string?>("--control-url") { Description = "The server's control plane. Default http://127.0.0.1:4566" };
        var headers = new Option<string[]>("--header") { Description = "A header line, NAME:VALUE; may be repeated" };
        var body = new Option<string?>("--body") { Description = "The body" };
        var variables = new Option<string[]>("--var") { Description = "A stage variable, NAME=VALUE; may be repeated. Default: those of the stage" };
        var stage = new Option<string?>("--stage") { Description = "The stage whose variables are used and whose policies decide. Default: the only one" };
        var explain = new Option<bool>("--explain") { Description = "Says what a call would meet before its method runs: who may call, by which rule, and where it stands" };
        var caller = new Option<string?>("--caller") { Description = "With --explain: ARN or access key id of who signs. Default: nobody" };
        var sourceIp = new Option<string?>("--source-ip") { Description = "With --explain: the client's address. Default 127.0.0.1" };
        var time = new Option<string?>("--time") { Description = "With --explain: when, such as 2026-01-31T12:00:00Z. Default: now" };
        var json = new Option<bool>("--json") { Description = "Machine-readable output" };
        var command = new Command("test-invoke", "Runs one method of a running server and shows its log") { method, path, api, url, headers, body, variables, stage, explain, caller, sourceIp, time, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var control = result.GetValue(url) ?? Environment.GetEnvironmentVariable("PORTICO__CONTROL__URL") ?? "http://127.0.0.1:4566";
            if (!Uri.TryCreate(control, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw CommandFailure.Usage($"--control-url '{control}' is not an address such as http://127.0.0.1:4566");
            var (verb, target) = (result.GetRequiredValue(method).ToUpperInvariant(), result.GetRequiredValue(path));
            if (!target.StartsWith('/')) throw CommandFailure.Usage($"PATH '{target}' does not begin with a slash");
            var explains = result.GetValue(explain);
            if (!explains && (result.GetValue(caller) ?? result.GetValue(sourceIp) ?? result.GetValue(time)) is not null) throw CommandFailure.Usage("--caller, --source-ip and --time are for --explain");
            var lines = Headers(result.GetValue(headers));

            using var server = new ControlClient(address);
            var apiId = await ApiAsync(server, result.GetValue(api), cancellationToken);
            var stages = (await server.SendAsync("GET", $"/restapis/{apiId}/stages", null, cancellationToken))["item"]?.AsArray() ?? [];
            var chosen = Stage(stages, result.GetValue(stage), isNeeded: explains);
            var given = StageOptions.Pairs(result.GetValue(variables)).ToImmutableArray();
            var test = new JsonObject
            {
                ["pathWithQueryString"] = target,
                ["headers"] = new JsonObject(lines.Select(line => KeyValuePair.Create(line.Name, (JsonNode?)line.Value))),
                ["stageVariables"] = given.Length > 0 ? new JsonObject(given.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value))) : chosen?["variables"]?.DeepClone() ?? new JsonObject(),
            };
            if (result.GetValue(body) is { } text) test["body"] = text;

            var decision = explains
                ? await server.SendAsync("POST", "/_portico/explain", Question(apiId, (string)chosen!["stageName"]!, verb, target, lines, result.GetValue(caller), result.GetValue(sourceIp), result.GetValue(time)), cancellationToken)
                : null;
            var resource = await ResourceAsync(server, apiId, verb, target, cancellationToken);
            var answer = resource is null ? null : await server.SendAsync("POST", $"/restapis/{apiId}/resources/{resource}/methods/{verb}", test, cancellationToken);
            if (answer is null && decision is null) throw CommandFailure.BadInput($"the API {apiId} has no method that takes {verb} {target}");
            if (result.GetValue(json)) Console.Out.WriteLine(new JsonObject { ["decision"] = decision, ["answer"] = answer }.ToJsonString());
            else TestInvocationReport.Write(Console.Out, decision, answer);
            return ExitCodes.Done;
        });
        return command;
    }

    private static JsonObject Question(string apiId, string stage, string verb, string target, ImmutableArray<(string Name, string Value)> headers, string? caller, string? sourceIp, string? time)
    {
        var question = new JsonObject { ["restApiId"] = apiId, ["stage"] = stage, ["method"] = verb, ["path"] = target, ["headers"] = new JsonObject(headers.Select(line => KeyValuePair.Create(line.Name, (JsonNode?)line.Value))) };
        if (caller is not null) question["caller"] = caller;
        if (sourceIp is not null) question["sourceIp"] = sourceIp;
        if (time is not null) question["time"] = time;
        return question;
    }

    private static async Task<string> ApiAsync(ControlClient server, string? named, CancellationToken cancellationToken)
    {
        var apis = (await server.SendAsync("GET", "/restapis?limit=500", null, cancellationToken))["item"]?.AsArray() ?? [];
        var fitting = apis.Where(api => named is null || (string)api!["id"]! == named || (string)api["name"]! == named).Select(api => (string)api!["id"]!).ToList();
        return fitting switch
        {
            [var only] => only,
            [] => throw CommandFailure.BadInput(named is null ? "the server has no API" : $"the server has no API whose id or name is '{named}'"),
            _ => throw CommandFailure.BadInput($"--api: which of {string.Join(", ", fitting)}?"),
        };
    }

    private static JsonNode? Stage(JsonArray stages, string? named, bool isNeeded)
    {
        var fitting = stages.Where(stage => named is null || (string)stage!["stageName"]! == named).ToList();
        if (fitting is [var only]) return only;
        if (named is not null) throw CommandFailure.BadInput($"the API has no stage '{named}'");
        if (!isNeeded) return null;
        throw CommandFailure.BadInput(stages.Count == 0 ? "the API has no stage: only what is deployed decides about callers" : $"--stage: which of {string.Join(", ", stages.Select(stage => (string)stage!["stageName"]!))}?");
    }

    // By the tree that finds the methods of requests, too.
    private static async Task<string?> ResourceAsync(ControlClient server, string apiId, string verb, string target, CancellationToken cancellationToken)
    {
        var routes = new RouteTreeBuilder<string>();
        var position = "";
        do
        {
            var page = await server.SendAsync("GET", $"/restapis/{apiId}/resources?limit=500&embed=methods{position}", null, cancellationToken);
            foreach (var resource in page["item"]?.AsArray() ?? [])
            {
                foreach (var (httpMethod, _) in resource!["resourceMethods"]?.AsObject() ?? []) routes.Add(httpMethod == "ANY" ? null : HttpVerbs.Parse(httpMethod), (string)resource["path"]!, (string)resource["id"]!);
            }

            position = (string?)page["position"] is { } next ? $"&position={Uri.EscapeDataString(next)}" : "";
        }
        while (position.Length > 0);

        return routes.Build().Match(HttpVerbs.Parse(verb), target.Split('?')[0], new RouteCaptures());
    }

    private static ImmutableArray<(string Name, string Value)> Headers(string[]? lines) =>
    [
        .. (lines ?? []).Select(line => line.IndexOf(':', StringComparison.Ordinal) is > 0 and var cut
            ? (line[..cut].Trim(), line[(cut + 1)..].Trim())
            : throw CommandFailure.Usage($"--header '{line}' is not of the form NAME:VALUE")),
    ];
}
