using System.IO.Pipelines;
using System.Threading.Channels;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;
using Portico.Tests.Running;

namespace Portico.Tests.HttpProxies;

/// <summary>Whose time is used up by whom, by a clock that the test moves.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(1000);

    [Fact]
    public async Task A_slow_client_does_not_use_up_the_back_ends_time()
    {
        var arrived = Channel.CreateUnbounded<bool>();
        using var backEnd = BackEnd.Serving(async connection =>
        {
            await connection.ReceiveHeadAsync();
            for (var piece = 0; piece < 5; piece++)
            {
                await connection.ReceiveChunkAsync();
                arrived.Writer.TryWrite(true);
            }

            await connection.ReceiveChunkAsync();
            await connection.SendAsync(BackEnd.Ok("ok"));
        });
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time);
        var body = new Pipe();

        var call = upstream.SendAsync(Request(backEnd, "POST", body.Reader.AsStream()), new HeaderList()).AsTask();
        for (var piece = 0; piece < 5; piece++)
        {
            await body.Writer.WriteAsync("ok"u8.ToArray());
            await arrived.Reader.ReadAsync();

            // Twice the limit in all, and never the limit without progress, even if the gateway notes a piece one step late.
            time.Advance(0.4 * Limit);
        }

        await body.Writer.CompleteAsync();
        using var answer = await call;
        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    public async Task An_answer_is_waited_for_until_the_limit_and_no_longer(double share, bool isInTime)
    {
        var asked = new TaskCompletionSource();
        var mayAnswer = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            asked.SetResult();
            await mayAnswer.Task;
            await connection.SendAsync(BackEnd.Ok("ok"));
            return true;
        });
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time);

        var call = upstream.SendAsync(Request(backEnd, "GET", null), new HeaderList()).AsTask();
        await asked.Task;
        time.Advance(share * Limit);
        if (isInTime) mayAnswer.SetResult();

        if (isInTime) Assert.Equal(200, (await call).Status);
        else Assert.Equal(UpstreamError.Timeout, (await Assert.ThrowsAsync<UpstreamException>(() => call)).Error);
        mayAnswer.TrySetResult();
    }

    private static UpstreamRequest Request(BackEnd backEnd, string method, Stream? body) => new()
    {
        Origin = Origin.TryParse(backEnd.Url)!.Value.Origin,
        Method = method,
        Target = "/",
        Headers = new HeaderList(),
        TimeLimit = Limit,
        BodyStream = body,
    };
}
