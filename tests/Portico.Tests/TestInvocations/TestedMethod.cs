using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portico.Tests.Running;

namespace Portico.Tests.TestInvocations;

/// <summary>A method of an API that nobody deployed, and tests of it.</summary>
internal sealed partial class TestedMethod(RunningGateway gateway, string target)
{
    /// <param name="path">The resource's.</param>
    internal static async Task<TestedMethod> OfAsync(RunningGateway gateway, string definition, string path, string method)
    {
        var api = await gateway.ImportAsync(definition);
        using var resources = JsonDocument.Parse(await gateway.ControlAsync("GET", $"/restapis/{api}/resources", "", ""));
        var resource = resources.RootElement.GetProperty("item").EnumerateArray().Single(each => each.GetProperty("path").GetString() == path).GetProperty("id").GetString();
        return new TestedMethod(gateway, $"/restapis/{api}/resources/{resource}/methods/{method}");
    }

    internal async Task<JsonNode> InvokeAsync(object? input = null) =>
        JsonNode.Parse(Encoding.UTF8.GetString((await gateway.ControlAsync("POST", target, "", JsonSerializer.Serialize(input ?? new { }))).Span))!;

    /// <summary>The lines of a log without their dates, ids and durations, each of which must be there.</summary>
    internal static string[] Lines(JsonNode answer)
    {
        var log = (string)answer["log"]!;
        Assert.EndsWith("\n", log, StringComparison.Ordinal);
        var lines = log[..^1].Split('\n');
        var id = Regex.Match(lines[0], "^Execution log for request ([0-9a-f-]{36})$").Groups[1].Value;
        Assert.NotEmpty(id);
        Assert.All(lines[1..], line => Assert.Matches(Date(), line));
        return [.. lines[1..].Select(line => Volatile().Replace(Date().Replace(line, "").Replace(id, "ID", StringComparison.Ordinal), "#"))];
    }

    [GeneratedRegex(@"^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : ")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<=latency: )\d+|(?<=Root=)[0-9a-f-]+|(?<=Parent=)[0-9a-f]+")]
    private static partial Regex Volatile();
}
