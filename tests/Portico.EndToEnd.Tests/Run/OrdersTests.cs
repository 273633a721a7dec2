using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary>The sample of an API made of functions, as the guide shows it.</summary>
public sealed class OrdersTests
{
    private static readonly string Definition = Path.Combine(Repository.Root, "samples", "orders", "openapi.yaml");

    [Fact]
    public async Task The_live_version_answers_and_says_what_it_logs()
    {
        SkipWithout("node");
        await using var server = await PorticoServer.StartAsync("run", Definition);
        using var client = new HttpClient { BaseAddress = server.Gateway };

        Assert.Equal("""{"id":"1","customer":"Ada","total":24}""", await client.GetStringAsync("/orders/1"));
        using var missing = await client.GetAsync("/orders/9");
        Assert.Equal((HttpStatusCode.NotFound, """{"message":"there is no order 9"}"""), (missing.StatusCode, await missing.Content.ReadAsStringAsync()));

        using var placed = await client.PostAsync("/orders", Json("""{"customer": "Ada", "items": [{"sku": "tea", "quantity": 2}]}"""));
        var order = JsonNode.Parse(await placed.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.Created, $"/orders/{order["id"]}"), (placed.StatusCode, placed.Headers.Location?.ToString()));
        Assert.Null(order["items"]);
        await server.Process.Output.WaitForAsync($"order {order["id"]} of Ada");

        using var refused = await client.PostAsync("/orders", Json("""{"customer": "Ada", "items": []}"""));
        Assert.Equal((HttpStatusCode.BadRequest, """{"message": "Invalid request body"}"""), (refused.StatusCode, await refused.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_stage_variable_chooses_what_comes_next()
    {
        SkipWithout("node");
        await using var server = await PorticoServer.StartAsync("run", Definition, "--var", "ordersFunction=orders:next");
        using var client = new HttpClient { BaseAddress = server.Gateway };

        using var answer = await client.GetAsync("/orders/1");

        Assert.Equal("$LATEST", answer.Headers.GetValues("X-Function-Version").Single());
        Assert.Equal("""{"currency":"EUR","id":"1","customer":"Ada","total":24,"items":[{"sku":"tea","quantity":4}]}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Code_that_is_saved_runs_with_the_next_call()
    {
        SkipWithout("node");
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Definition)!, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".build", StringComparison.Ordinal)))
        {
            var copy = folder[Path.GetRelativePath(Path.GetDirectoryName(Definition)!, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await using var server = await PorticoServer.StartAsync("run", folder["openapi.yaml"], "--var", "ordersFunction=orders:next");
        using var client = new HttpClient { BaseAddress = server.Gateway };
        Assert.Contains("\"Ada\"", await client.GetStringAsync("/orders/1"), StringComparison.Ordinal);

        var code = folder[Path.Combine("functions", "orders", "index.mjs")];
        await File.WriteAllTextAsync(code, (await File.ReadAllTextAsync(code)).Replace("Ada", "Eve", StringComparison.Ordinal));
        await server.Process.Output.WaitForAsync("reloaded");

        Assert.Contains("\"Eve\"", await client.GetStringAsync("/orders/1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_and_messages_stand_between_the_client_and_a_python_function()
    {
        SkipWithout("python3");
        await using var server = await PorticoServer.StartAsync("run", Definition);
        using var client = new HttpClient { BaseAddress = server.Gateway };

        Assert.Equal("""{"sku": "tea", "price": 18.0}""", (await client.GetStringAsync("/prices?sku=tea&quantity=3")).Trim());
        using var unknown = await client.GetAsync("/prices?sku=salt");
        Assert.Equal((HttpStatusCode.NotFound, """{"message": "there is no salt"}"""), (unknown.StatusCode, (await unknown.Content.ReadAsStringAsync()).Trim()));
        using var nonsense = await client.GetAsync("/prices?sku=tea&quantity=%22many%22");
        Assert.Equal(HttpStatusCode.InternalServerError, nonsense.StatusCode);
        using var missing = await client.GetAsync("/prices");
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);

        using var reminded = await client.PostAsync("/orders/2/reminders", null);
        Assert.Equal((HttpStatusCode.Accepted, """{"reminder": "on its way"}"""), (reminded.StatusCode, await reminded.Content.ReadAsStringAsync()));
        await server.Process.Output.WaitForAsync("order 2: please pay");
    }

    [Fact]
    public async Task A_program_in_CSharp_is_built_and_answers()
    {
        await using var server = await PorticoServer.StartAsync("run", Definition);
        using var client = new HttpClient { BaseAddress = server.Gateway, Timeout = TimeSpan.FromMinutes(3) };

        // Building may outlast the integration's time; what was begun goes on, and the next call meets it.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var answer = await client.GetAsync("/orders/7/invoice", limit.Token);
            if (answer.StatusCode == HttpStatusCode.GatewayTimeout) continue;
            Assert.Equal((HttpStatusCode.OK, "INVOICE\norder 7\nplease pay within 14 days\n"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            return;
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static void SkipWithout(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(found, $"{program} is not in the PATH");
    }
}
