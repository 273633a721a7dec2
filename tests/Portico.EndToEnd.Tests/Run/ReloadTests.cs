using System.Net;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary>A saved file is served, and no request notices.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_saved_file_is_served_at_once_and_no_request_fails_meanwhile()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Mock("api", "/a", "version 1"));
        await using var server = await PorticoServer.StartAsync("run", file);
        using var client = new HttpClient { BaseAddress = server.Gateway };
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => CallAsync(client, stop.Token)).ToArray();

        // In place, as most programs write.
        folder.Write("api.yaml", Definitions.Mock("api", "/a", "version 2"));
        await server.Process.Output.WaitForAsync(line => line.StartsWith("""{"reloaded":""", StringComparison.Ordinal));
        var second = await client.GetStringAsync("/a");

        // By another file that takes its name, as many editors do.
        File.Move(folder.Write("api.yaml~", Definitions.Mock("api", "/a", "version 3")), file, overwrite: true);
        using var limit = new CancellationTokenSource(Limits.Wait);
        while (await client.GetStringAsync("/a", limit.Token) != "version 3") await Task.Delay(10, limit.Token);

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(callers)).SelectMany(one => one).ToList();
        Assert.Equal("version 2", second);
        Assert.DoesNotContain(answers, answer => answer.Status != HttpStatusCode.OK);
        Assert.Equal(["version 1", "version 2", "version 3"], answers.Select(answer => answer.Body).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_broken_edit_is_said_with_its_place_and_the_version_before_goes_on()
    {
        using var folder = new TemporaryFolder();
        var text = Definitions.Mock("api", "/a", "works");
        var file = folder.Write("api.yaml", text);
        await using var server = await PorticoServer.StartAsync("run", file);
        using var client = new HttpClient { BaseAddress = server.Gateway };

        folder.Write("api.yaml", text.Replace("type: mock", "type: HTPP", StringComparison.Ordinal));

        Assert.StartsWith($"error  {file}:8:", await server.Process.Errors.WaitForAsync("'HTPP' is not an integration type"), StringComparison.Ordinal);
        await server.Process.Errors.WaitForAsync($"{file} is not served as it is now; the version before it goes on");
        Assert.Equal("works", await client.GetStringAsync("/a"));

        folder.Write("api.yaml", Definitions.Mock("api", "/a", "mended"));
        await server.Process.Output.WaitForAsync("reloaded");
        Assert.Equal("mended", await client.GetStringAsync("/a"));
    }

    [Fact]
    public async Task A_request_in_flight_ends_on_the_version_it_began_with()
    {
        await using var backend = await Backend.StartAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Proxy);
        await using var server = await PorticoServer.StartAsync("run", file, "--var", $"backend={backend.Address}");
        using var client = new HttpClient { BaseAddress = server.Gateway };
        var running = client.GetStringAsync("/held/reload");
        await backend.ArrivalOfAsync("reload");

        folder.Write("api.yaml", Definitions.Mock("api", "/a", "new"));
        await server.Process.Output.WaitForAsync("reloaded");
        backend.Release("reload");

        Assert.Equal("released", await running);
        Assert.Equal("new", await client.GetStringAsync("/a"));
    }

    private static async Task<List<(HttpStatusCode Status, string Body)>> CallAsync(HttpClient client, CancellationToken stop)
    {
        var answers = new List<(HttpStatusCode, string)>();
        while (!stop.IsCancellationRequested)
        {
            using var answer = await client.GetAsync("/a", CancellationToken.None);
            answers.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync(CancellationToken.None)));
        }

        return answers;
    }
}
