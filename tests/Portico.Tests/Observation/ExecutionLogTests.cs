using System.Text.RegularExpressions;
using Portico.Tests.Running;

namespace Portico.Tests.Observation;

public sealed class ExecutionLogTests
{
    private static readonly (string Op, string Path, string Value) Info = ("replace", "/*/*/logging/loglevel", "INFO");

    [Theory]
    [InlineData(
        "INFO", "false", "/pets",
        "Extended Request Id: …",
        "Verifying Usage Plan for request: r1. API Key:  API Stage: …/test",
        "API Key authorized because method 'GET /pets' does not require API Key. Request will not contribute to throttle or quota limits",
        "Usage Plan check succeeded for API Key  and API Stage …/test",
        "Starting execution for request: r1",
        "HTTP Method: GET, Resource Path: /pets",
        "Successfully completed execution",
        "Method completed with status: 200")]
    [InlineData(
        "INFO", "true", "/pets",
        "Extended Request Id: …",
        "Verifying Usage Plan for request: r1. API Key:  API Stage: …/test",
        "API Key authorized because method 'GET /pets' does not require API Key. Request will not contribute to throttle or quota limits",
        "Usage Plan check succeeded for API Key  and API Stage …/test",
        "Starting execution for request: r1",
        "HTTP Method: GET, Resource Path: /pets",
        "Method request path: {}",
        "Method request query string: {a=1}",
        "Method request headers: {…Authorization=********secret…}",
        "Method request body before transformations: ",
        "Method response body after transformations: mocked",
        "Method response headers: {Content-Type=application/json}",
        "Successfully completed execution",
        "Method completed with status: 200")]
    [InlineData("ERROR", "false", "/pets")]
    [InlineData(
        "ERROR", "false", "/broken",
        "Execution failed due to configuration error: …",
        "Gateway response type: API_CONFIGURATION_ERROR with status code: 500",
        "Method completed with status: 500")]
    public async Task A_method_logs_what_its_level_asks_for(string level, string dataTrace, string path, params string[] lines)
    {
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Mock("/pets") + "\n" + OpenApi.Path("/broken", "get", "type: mock\nrequestTemplates: { application/json: 'nothing' }")),
            ("replace", "/*/*/logging/loglevel", level), ("replace", "/*/*/logging/dataTrace", dataTrace));
        await observed.Api.GetAsync(path + "?a=1", ("x-amzn-RequestId", "r1"), ("Authorization", "12345678secret"));
        await observed.Api.GetAsync("/broken", ("x-amzn-RequestId", "last"));

        var written = (await observed.LogAsync($"API-Gateway-Execution-Logs_{observed.Api.Id}/test")).Where(line => line.Contains("(r1) ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(lines.Length, written.Length);
        foreach (var (line, expected) in written.Zip(lines))
        {
            Assert.Matches($"^\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{{3}}Z \\(r1\\) {Regex.Escape(expected).Replace("…", ".*", StringComparison.Ordinal)}$", line);
        }
    }

    [Fact]
    public async Task A_call_of_a_back_end_is_shown_and_an_event_ends_at_1024_bytes()
    {
        using var backEnd = BackEnd.Answering();
        await using var observed = await ObservedApi.StartAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/{proxy}")), Info, ("replace", "/*/*/logging/dataTrace", "true"));
        Assert.Equal(200, (await observed.Api.PostAsync("/a", new string('x', 3000), headers: ("x-amzn-RequestId", "r1"))).Status);

        var written = await observed.LogAsync($"API-Gateway-Execution-Logs_{observed.Api.Id}/test");
        Assert.Contains(written, line => line.EndsWith($"(r1) Endpoint request URI: {backEnd.Url}/a", StringComparison.Ordinal));
        Assert.Contains(written, line => line.Contains("(r1) Received response. Status: 200, Integration latency: ", StringComparison.Ordinal));
        Assert.Contains(written, line => line.EndsWith("""(r1) Endpoint response body before transformations: {"from":"backend"}""", StringComparison.Ordinal));
        Assert.Equal(1024 + "2026-01-31T12:00:00.000Z ".Length, Assert.Single(written, line => line.Contains("Method request body before transformations: x", StringComparison.Ordinal)).Length);
    }
}
