using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.CommandLine;

/// <summary><c>portico test-invoke</c> against a running server.</summary>
public sealed class TestInvokeTests
{
    private const string Definition = """
        openapi: 3.0.1
        info: { title: shop, version: "1" }
        x-amazon-apigateway-policy:
          Version: "2012-10-17"
          Statement:
            - { Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }
            - Sid: NotTheGuests
              Effect: Deny
              Principal: "*"
              Action: execute-api:Invoke
              Resource: execute-api:/*
              Condition: { IpAddress: { aws:SourceIp: 192.0.2.0/24 } }
        paths:
          /pets/{id}:
            get:
              responses: { "200": { description: ok } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: "200", responseTemplates: { application/json: "pet $input.params('id') $input.params('X-Color') $stageVariables.sea" } } }
        """;

    [Fact]
    public async Task A_method_is_run_and_a_decision_explained_with_its_place_in_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("shop.yaml", Definition);
        await using var server = await PorticoServer.StartAsync("run", file, "--var", "sea=north");
        string[] command = ["test-invoke", "GET", "/pets/7", "--control-url", server.Control.ToString()];

        var run = await PorticoCommand.RunAsync([.. command, "--header", "X-Color: blue"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("pet 7 blue north", run.Output, StringComparison.Ordinal);
        Assert.Contains("Execution log for request ", run.Output, StringComparison.Ordinal);

        var allowed = await PorticoCommand.RunAsync([.. command, "--explain"]);
        Assert.StartsWith($"allowed: allowed by statement 1 of the resource policy at {file}:6", allowed.Output, StringComparison.Ordinal);

        var refused = await PorticoCommand.RunAsync([.. command, "--explain", "--source-ip", "192.0.2.9"]);
        Assert.StartsWith($"refused: explicit deny by statement \"NotTheGuests\" of the resource policy at {file}:7", refused.Output, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny in a resource-based policy", refused.Output, StringComparison.Ordinal);

        var machine = JsonNode.Parse((await PorticoCommand.RunAsync([.. command, "--explain", "--json"])).Output)!;
        Assert.Equal(("allowed", "200"), (machine.Text("decision.decision"), machine.Text("answer.status")));

        var unknown = await PorticoCommand.RunAsync("test-invoke", "GET", "/cats", "--explain", "--control-url", server.Control.ToString());
        Assert.StartsWith("refused: the stage has no method that takes GET for this path", unknown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_call_is_found_by_the_id_of_its_answer()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("shop.yaml", Definition.Replace("192.0.2.0/24", "127.0.0.0/8", StringComparison.Ordinal));
        await using var server = await PorticoServer.StartAsync("run", file);
        using var answer = await server.Api.Http.GetAsync(new Uri(server.Gateway, "/pets/7"));

        var told = await server.Api.GetAsync($"/_portico/explain/{answer.Headers.GetValues("x-amzn-RequestId").Single()}");

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Equal((file, "7", "NotTheGuests", "ACCESS_DENIED"), (told.Text("file"), told.Text("line"), told.Text("sid"), told.Text("responseType")));
    }

    [Theory]
    [InlineData(1, "the server has no API whose id or name is 'none'", "GET", "/pets/7", "--api", "none")]
    [InlineData(1, "the API has no stage 'none'", "GET", "/pets/7", "--stage", "none")]
    [InlineData(1, "has no method that takes POST /pets/7", "POST", "/pets/7")]
    [InlineData(1, "'here' is no IP address", "GET", "/pets/7", "--explain", "--source-ip", "here")]
    [InlineData(1, "nobody who has an access key here is 'AKIANOBODY'", "GET", "/pets/7", "--explain", "--caller", "AKIANOBODY")]
    [InlineData(2, "'pets' does not begin with a slash", "GET", "pets")]
    [InlineData(2, "'blue' is not of the form NAME:VALUE", "GET", "/pets/7", "--header", "blue")]
    [InlineData(2, "are for --explain", "GET", "/pets/7", "--caller", "AKIANOBODY")]
    public async Task What_cannot_be_done_is_said_with_its_exit_code(int exitCode, string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("run", folder.Write("shop.yaml", Definition));

        var outcome = await PorticoCommand.RunAsync(["test-invoke", .. arguments, "--control-url", server.Control.ToString()]);

        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_answers_it_ends_with_3()
    {
        var outcome = await PorticoCommand.RunAsync("test-invoke", "GET", "/", "--control-url", $"http://127.0.0.1:{Ports.Free()}");

        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith("no server answers at http://127.0.0.1:", outcome.Errors, StringComparison.Ordinal);
    }
}
