using System.Text;
using System.Text.Json.Nodes;
using Portico.Tests.Lambda.Runtimes;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Every local runtime does what every other one does.</summary>
public sealed class RuntimeMatrixTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";
    private const string Bytes = "application/octet-stream";

    public static TheoryData<string> Runtimes => [.. RuntimeFolder.All.Select(runtime => runtime.Name)];

    public static TheoryData<string> StreamingRuntimes => [.. RuntimeFolder.All.Where(runtime => runtime.Streams).Select(runtime => runtime.Name).Append("node-streaming")];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task An_event_comes_back_as_it_was_sent(string name)
    {
        var api = await DeployAsync(name);

        var answer = await api.CallAsync("POST", "/x?text=%C3%BC&list=a&list=b", "{\"a\": \"\u00fc \\\" \\\\ \ud83d\ude00\"}", "application/json", ("Accept", Bytes), ("Own", "yes"));

        Assert.Equal(200, answer.Status);
        var @event = JsonNode.Parse(answer.Body)!;
        Assert.Equal(("POST", "/x", "yes", "\u00fc", "b"), ((string)@event["httpMethod"]!, (string)@event["path"]!, (string)@event["headers"]!["Own"]!, (string)@event["queryStringParameters"]!["text"]!, (string)@event["queryStringParameters"]!["list"]!));
        Assert.Equal("{\"a\": \"\u00fc \\\" \\\\ \ud83d\ude00\"}", (string)@event["body"]!);
        Assert.Equal(
            ["body", "headers", "httpMethod", "isBase64Encoded", "multiValueHeaders", "multiValueQueryStringParameters", "path", "pathParameters", "queryStringParameters", "requestContext", "resource", "stageVariables"],
            @event.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task An_error_is_a_bad_gateway_and_the_next_call_works(string name)
    {
        var api = await DeployAsync(name);

        (await api.GetAsync("/x?do=error")).IsRefusal(502, "InternalServerErrorException", ServerError);
        Assert.Equal(200, (await api.GetAsync("/x")).Status);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_call_that_takes_too_long_is_a_bad_gateway_and_the_next_one_works(string name)
    {
        var api = await DeployAsync(name, timeout: 1);

        (await api.GetAsync("/x?do=sleep")).IsRefusal(502, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Bytes_go_both_ways(string name)
    {
        var api = await DeployAsync(name);
        byte[] sent = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        var answer = await api.CallAsync("POST", "/x?do=binary", sent, Bytes, ("Accept", Bytes));

        Assert.Equal(200, answer.Status);
        Assert.Equal(sent, answer.Body);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Large_events_and_answers_arrive_whole(string name)
    {
        var api = await DeployAsync(name);

        Assert.Equal(5_000_000, (await api.GetAsync("/x?do=large")).Body.Length);
        var answer = await api.CallAsync("POST", "/x?do=binary", new byte[2_000_000], Bytes, ("Accept", Bytes));
        Assert.Equal((200, 2_000_000), (answer.Status, answer.Body.Length));
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Calls_at_the_same_time_run_beside_one_another(string name)
    {
        var api = await DeployAsync(name);

        var folder = Directory.CreateTempSubdirectory("portico-meet-").FullName;

        // Neither answers before the other one runs.
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => api.GetAsync($"/x?do=meet&folder={folder}")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(2, answers.Select(answer => answer.Text).Distinct().Count());
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(StreamingRuntimes))]
    public async Task A_stream_arrives(string name)
    {
        var api = await DeployAsync(name);

        (await api.GetAsync("/stream?do=stream")).Is(201, "one;two;three");
        (await api.GetAsync("/stream?do=error")).IsRefusal(502, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_that_streams_and_is_called_plainly_gives_its_head_alone()
    {
        var api = await DeployAsync("node-streaming");

        (await api.GetAsync("/x")).Is(201, "");
    }

    private async Task<DeployedApi> DeployAsync(string name, int timeout = 20)
    {
        var runtime = RuntimeFolder.All.FirstOrDefault(each => each.Name == name)
            ?? new RuntimeFolder(name, "nodejs20.x", ["node"], "index.handler", [("streaming.mjs", "index.mjs")], Streams: true);
        var function = await gateway.Functions.DefineAsync(runtime, timeout);
        return await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/x", "any", RunFunctions.Proxy(function)) + OpenApi.Path("/stream", "get", RunFunctions.Streamed(function)),
            $"x-amazon-apigateway-binary-media-types: [ {Bytes} ]"));
    }
}
