using System.Net;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Serve;

public sealed class StopTests
{
    // The command-line library ends a process by force two seconds after SIGTERM, unless it is told otherwise.
    private static readonly TimeSpan LongerThanAnyPatience = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task A_stop_lets_the_running_request_end()
    {
        await using var backend = await Backend.StartAsync();
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("run", folder.Write("api.yaml", Definitions.Proxy), "--var", $"backend={backend.Address}");
        using var client = new HttpClient { BaseAddress = server.Gateway };
        var running = client.GetStringAsync("/held/stop");
        await backend.ArrivalOfAsync("stop");

        server.Process.Signal(Signals.Terminate);
        var ended = server.Process.ExitAsync();
        await UntilNotReadyAsync(server);
        Assert.NotSame(ended, await Task.WhenAny(ended, Task.Delay(LongerThanAnyPatience)));
        Assert.False(running.IsCompleted);
        backend.Release("stop");

        Assert.Equal("released", await running);
        Assert.Equal(0, await ended);
        Assert.Equal("", server.Process.Errors.Text);
    }

    // Readiness is taken back first, so that a load balancer looks elsewhere.
    private static async Task UntilNotReadyAsync(PorticoServer server)
    {
        using var limit = new CancellationTokenSource(Limits.Wait);
        while (true)
        {
            using var answer = await server.Api.Http.GetAsync("/health/ready", limit.Token);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return;
            await Task.Delay(10, limit.Token);
        }
    }
}
