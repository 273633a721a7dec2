using System.Text;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;
using Portico.Tests.BackEnds;
using Portico.Tests.Running;

namespace Portico.Tests.HttpProxies;

/// <summary>responseTransferMode STREAM: an answer is handed on while the back end makes it.</summary>
public sealed class StreamTests(RunningGateway gateway)
{
    [Fact]
    public async Task The_client_has_each_piece_before_the_back_end_makes_the_next()
    {
        var mayGoOn = new SemaphoreSlim(0);
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var piece in new[] { "1", "2", "3" })
            {
                await mayGoOn.WaitAsync();
                await connection.SendAsync($"1\r\n{piece}\r\n");
            }

            await mayGoOn.WaitAsync();
            await connection.SendAsync("0\r\n\r\n");
            return true;
        });
        var api = await DeployAsync(backEnd.Url);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test"));

        var head = await connection.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 200", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/event-stream", head, StringComparison.Ordinal);
        foreach (var piece in new[] { "1", "2", "3", "" })
        {
            mayGoOn.Release();
            Assert.Equal(piece, Encoding.UTF8.GetString(await connection.ReceiveChunkAsync()));
        }
    }

    [Fact]
    public async Task An_answer_may_be_larger_than_10_MB()
    {
        const int Length = 12 * 1024 * 1024;
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n");
            await connection.SendAsync(new byte[Length]);
            return true;
        });
        var api = await DeployAsync(backEnd.Url);

        Assert.Equal(Length, (await api.GetAsync("")).Body.Length);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_whole_and_its_connection_is_used_again()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var api = await DeployAsync(backEnd.Url);

        (await api.GetAsync("")).Is(200, "");
        (await api.GetAsync("")).Is(200, "");

        Assert.Equal(1, backEnd.Connections);
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    public async Task A_pause_may_last_as_long_as_allowed_and_no_longer(double share, bool isInTime)
    {
        var pause = TimeSpan.FromSeconds(5);
        var mayGoOn = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
            await mayGoOn.Task;
            await connection.SendAsync("b");
            return true;
        });
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time);
        using var answer = await upstream.SendAsync(Upstreams.Request(backEnd.Url) with { TimeLimit = 10 * pause, IdleLimit = pause }, new HeaderList());
        Assert.Equal(1, await answer.ReadAsync(new byte[1]));

        var reading = answer.ReadAsync(new byte[1]).AsTask();
        time.Advance(share * pause);
        if (isInTime) mayGoOn.SetResult();

        if (isInTime) Assert.Equal(1, await reading);
        else Assert.Equal(UpstreamError.Timeout, (await Assert.ThrowsAsync<UpstreamException>(() => reading)).Error);
        mayGoOn.TrySetResult();
    }

    private Task<DeployedApi> DeployAsync(string url) =>
        gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", $"type: http_proxy\nhttpMethod: GET\nuri: \"{url}\"\nresponseTransferMode: STREAM")));
}
