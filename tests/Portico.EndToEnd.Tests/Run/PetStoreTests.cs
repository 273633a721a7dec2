using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary>The first thing a user sees: the sample, as README shows it.</summary>
public sealed class PetStoreTests
{
    [Fact]
    public async Task The_two_commands_of_the_readme_work_as_they_are_written()
    {
        // The commands are README's; only the ports, which other programs of the machine may use, come from the environment.
        var commands = Readme.Commands("## What it is for", before: true);
        var launch = Assert.Single(commands, command => command.StartsWith("./portico run", StringComparison.Ordinal));
        var calls = commands.Where(command => command.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(calls);
        await using var server = ChildProcess.Start("bash", ["-c", $"exec {launch}"], FreePorts);
        var gateway = new Uri((await server.Output.WaitForAsync("call it")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);

        var answers = new List<string>();
        foreach (var call in calls)
        {
            var outcome = await ChildProcess.RunAsync("bash", ["-c", call.Replace(":8080", $":{gateway.Port}", StringComparison.Ordinal)]);
            Assert.True(outcome.ExitCode == 0, outcome.Errors);
            answers.Add(outcome.Output);
        }

        Assert.Contains(answers, answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && answer.Contains("Rex", StringComparison.Ordinal));
        Assert.Contains(answers, answer => answer.Contains("Invalid request body", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_start_names_every_method_the_addresses_and_what_has_no_effect_and_every_request_is_a_line()
    {
        await using var server = ChildProcess.Start("dotnet", [Repository.Program, "run", "samples/petstore/openapi.yaml"], FreePorts);
        await server.Output.WaitForAsync("Fidelity: every setting of the definition is carried out.");
        var start = server.Output.Text;
        string[][] rows =
        [
            ["GET", "/pets", "MOCK"],
            ["POST", "/pets", "HTTP http://${stageVariables.backend}/pets"],
            ["OPTIONS", "/pets", "MOCK"],
            ["GET", "/pets/{petId}", "HTTP_PROXY http://${stageVariables.backend}/pets/{petId}"],
            ["GET", "/inventory", "HTTP http://${stageVariables.backend}/stock"],
            ["ANY", "/shop/{proxy+}", "HTTP_PROXY http://${stageVariables.backend}/{proxy}"],
        ];
        foreach (var row in rows) Assert.Matches(string.Join(@"\s*│\s*", row.Select(System.Text.RegularExpressions.Regex.Escape)) + @"\s*│\s*none", start);
        Assert.Contains("stage dev", start, StringComparison.Ordinal);
        Assert.Matches(@"control +http://127\.0\.0\.1:\d+", start);

        var gateway = new Uri((await server.Output.WaitForAsync("call it")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
        using var client = new HttpClient { BaseAddress = gateway };
        using var found = await client.GetAsync("/pets");
        using var absent = await client.GetAsync("/absent");

        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} 200 GET /pets \d+ ms  /pets$", await server.Output.WaitForAsync(" GET /pets "));
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} 403 GET /absent \d+ ms  MISSING_AUTHENTICATION_TOKEN", await server.Output.WaitForAsync(" GET /absent "));
    }

    [Fact]
    public async Task The_default_ports_are_8080_and_4566()
    {
        await using var server = ChildProcess.Start("dotnet", [Repository.Program, "run", "samples/petstore/openapi.yaml"]);
        string line;
        try
        {
            line = await server.Output.WaitForAsync("call it");
        }
        catch (InvalidOperationException)
        {
            await server.ExitAsync();
            Assert.SkipWhen(server.Errors.Text.Contains("cannot listen on", StringComparison.Ordinal), $"a default port is taken on this machine: {server.Errors.Text}");
            throw;
        }

        Assert.Contains("http://127.0.0.1:8080/", line, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:4566", await server.Output.WaitForAsync("control"), StringComparison.Ordinal);
        Assert.Contains("Rex", await Curl.GetAsync("http://localhost:8080/pets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_back_end_answers_through_the_gateway()
    {
        var address = FreeAddress();
        await using var backend = ChildProcess.Start("dotnet", ["run", Path.Combine(Path.GetDirectoryName(Repository.PetStore)!, "backend.cs"), "--urls", $"http://{address}"]);
        await using var server = await PorticoServer.StartAsync("run", Repository.PetStore, "--var", $"backend={address}");
        using var client = new HttpClient { BaseAddress = server.Gateway };
        await UntilListeningAsync(address, backend);

        using var created = await client.PostAsync("/pets", Json("""{"type": "cat", "name": "Tom", "price": 5}"""));
        Assert.Equal((HttpStatusCode.Created, "/pets/4"), (created.StatusCode, created.Headers.Location?.ToString()));
        var tom = JsonNode.Parse(await client.GetStringAsync("/pets/4"))!;
        Assert.Equal(("cat", "Tom", "5"), (tom.Text("type"), tom.Text("name"), tom.Text("price")));
        Assert.Equal(created.Headers.GetValues("x-amzn-RequestId").Single(), tom.Text("requestId"));

        using var refused = await client.PostAsync("/pets", Json("""{"type": "cow"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        using var stock = await client.GetAsync("/inventory?store=main");
        Assert.Equal(
            """
            {
              "store": "main",
              "stock": [
                {"type": "dog", "count": 4},
                {"type": "cat", "count": 7},
                {"type": "fish", "count": 120}
              ]
            }

            """,
            await stock.Content.ReadAsStringAsync());
        Assert.Equal("2026-01-31T12:00:00Z", stock.Headers.GetValues("X-Counted-At").Single());
        using var burning = await client.GetAsync("/inventory?store=burning");
        Assert.Equal((HttpStatusCode.BadGateway, """{"message": "the stock cannot be counted now"}"""), (burning.StatusCode, await burning.Content.ReadAsStringAsync()));
        using var missing = await client.GetAsync("/inventory");
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);

        Assert.Equal("GET /carts/1?full=yes\n", await client.GetStringAsync("/shop/carts/1?full=yes"));
    }

    internal static Dictionary<string, string> FreePorts => new()
    {
        ["PORTICO__GATEWAY__URLS"] = "http://127.0.0.1:0",
        ["PORTICO__CONTROL__URL"] = "http://127.0.0.1:0",
    };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return probe.LocalEndpoint.ToString()!;
    }

    // It says nothing when it is ready, so it is asked until it answers. Its first start builds it.
    private static async Task UntilListeningAsync(string address, ChildProcess backend)
    {
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync($"http://{address}/", limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                Assert.False(backend.HasExited, $"the back end ended: {backend.Output.Text}{backend.Errors.Text}");
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
