using System.Globalization;
using System.Text.Json.Nodes;
using Portico.CommandLine;
using Portico.Tests.Running;

namespace Portico.Tests.Observation;

public sealed class RequestInspectorTests
{
    [Fact]
    public async Task A_request_is_shown_as_each_step_saw_it()
    {
        using var backEnd = BackEnd.Answering();
        await using var observed = await ObservedApi.StartAsync(OpenApi.Of(OpenApi.Path(
            "/pets",
            "post",
            $$"""
            type: http
            httpMethod: POST
            uri: "{{backEnd.Url}}/all"
            requestTemplates: { application/json: '{"mapped": $input.json("$.a")}' }
            responses: { default: { statusCode: "200", responseTemplates: { application/json: 'got $input.json("$.from")' } } }
            """)));
        Assert.Equal(200, (await observed.Api.PostAsync("/pets?x=1", """{"a":1}""", headers: [("Authorization", "12345678secret"), ("x-amzn-RequestId", "r1")])).Status);

        var request = JsonNode.Parse(await observed.OwnPageAsync("/_portico/requests"))!["requests"]![0]!;
        Assert.Equal(
            ("r1", "POST", "/test/pets", "x=1", "/pets", 200),
            ((string?)request["requestId"], (string?)request["method"], (string?)request["path"], (string?)request["query"], (string?)request["resource"], (int)request["status"]!));
        Assert.Equal("********secret", (string?)request["methodRequest"]!["headers"]!["Authorization"]);
        Assert.Equal("""{"a":1}""", (string?)request["methodRequest"]!["body"]);
        Assert.Equal((backEnd.Url + "/all", """{"mapped": 1}"""), ((string?)request["integrationRequest"]!["uri"], (string?)request["integrationRequest"]!["body"]));
        Assert.Equal((200, """{"from":"backend"}"""), ((int)request["integrationResponse"]!["status"]!, (string?)request["integrationResponse"]!["body"]));
        Assert.Equal("got \"backend\"", (string?)request["methodResponse"]!["body"]);
        Assert.True((double)request["integrationLatencyMs"]! <= (double)request["latencyMs"]!);
    }

    [Fact]
    public async Task The_last_requests_are_kept_in_their_order()
    {
        await using var observed = await ObservedApi.StartAsync(OpenApi.Of(OpenApi.Mock("/pets")));
        for (var number = 1; number <= 12; number++) await observed.Api.GetAsync("/pets", ("x-amzn-RequestId", "r" + number.ToString(CultureInfo.InvariantCulture)));

        var requests = JsonNode.Parse(await observed.OwnPageAsync("/_portico/requests"))!["requests"]!.AsArray();
        Assert.Equal(Enumerable.Range(3, 10).Select(number => "r" + number.ToString(CultureInfo.InvariantCulture)), requests.Select(request => (string?)request!["requestId"]));
    }

    [Fact]
    public async Task The_command_prints_requests_as_they_are_answered()
    {
        await using var observed = await ObservedApi.StartAsync(OpenApi.Of(OpenApi.Mock("/pets")));
        using var stop = new CancellationTokenSource();
        using var output = new WaitingWriter(stop);
        var following = LogsCommand.FollowAsync($"http://127.0.0.1:{observed.Gateway.ControlPort}", json: false, output, stop.Token);

        // Called until the command, which began at some moment, has seen one.
        while (!stop.IsCancellationRequested) await observed.Api.GetAsync("/pets?a=%1B");

        Assert.Equal(0, await following);
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} 200 GET /test/pets\?a=%1B \d+ ms$", output.First);
    }

    [Fact]
    public async Task Where_requests_are_not_kept_the_page_says_what_to_set()
    {
        var gateway = new RunningGateway();
        await gateway.InitializeAsync();
        using var answer = await gateway.Client.GetAsync(new Uri($"http://127.0.0.1:{gateway.ControlPort}/_portico/requests"));

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Contains("inspector: { requests: 1000 }", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await gateway.DisposeAsync();
    }

    private sealed class WaitingWriter(CancellationTokenSource stop) : StringWriter(CultureInfo.InvariantCulture)
    {
        internal string? First { get; private set; }

        public override Task WriteLineAsync(string? value)
        {
            First ??= value;
            stop.Cancel();
            return Task.CompletedTask;
        }
    }
}
