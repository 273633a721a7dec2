using System.Text;
using Portico.Tests.Running;

namespace Portico.Tests.HttpProxies;

/// <summary>Bodies that are large, or whose length nobody knows beforehand.</summary>
public sealed class BodyTests(RunningGateway gateway)
{
    private const int Limit = 10_485_760;
    private const string TooLarge = "HTTP content length exceeded 10485760 bytes.";

    private static readonly byte[] Megabyte = Pattern(1_048_576);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_048_576)]
    [InlineData(Limit)]
    public async Task A_body_of_a_stated_length_passes_both_ways(int length)
    {
        using var backEnd = Echo();
        var api = await ProxyAsync(backEnd);
        var body = Pattern(length);

        var answer = await api.CallAsync("POST", "/a", body, "application/octet-stream");

        Assert.Equal(200, answer.Status);
        Assert.Equal($"{length}", answer["Content-Length"]);
        Assert.True(body.AsSpan().SequenceEqual(answer.Body));
        Assert.True(body.AsSpan().SequenceEqual(backEnd.Single().Body));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_chunked_body_passes_both_ways(int megabytes)
    {
        using var backEnd = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var at = 0; at < received.Body.Length; at += 10_000)
            {
                var piece = received.Body.AsMemory(at, Math.Min(10_000, received.Body.Length - at));
                await connection.SendAsync($"{piece.Length:x}\r\n");
                await connection.SendAsync(piece);
                await connection.SendAsync("\r\n");
            }

            await connection.SendAsync("0\r\n\r\n");
            return true;
        });
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();
        var body = Pattern(megabytes * 100_000);

        await connection.SendAsync(api.RawHead("POST /test/a", "Transfer-Encoding: chunked"));
        await SendChunksAsync(connection, body, 7_000);
        var answer = await connection.ReceiveAsync();

        Assert.Equal(200, answer.Status);
        Assert.True(body.AsSpan().SequenceEqual(answer.Body));
        Assert.True(body.AsSpan().SequenceEqual(backEnd.Single().Body));
    }

    [Fact]
    public async Task An_answer_until_the_connection_closes_passes()
    {
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            await connection.SendAsync(Megabyte);
            return false;
        });
        var api = await ProxyAsync(backEnd);

        var answer = await api.GetAsync("/a");

        Assert.True(Megabyte.AsSpan().SequenceEqual(answer.Body));
    }

    [Theory]
    [InlineData("http_proxy", "10485761")]
    [InlineData("http_proxy", "209715200")]
    [InlineData("http_proxy", "9223372036854775807")]
    [InlineData("http", "10485761")]
    [InlineData("mock", "209715200")]
    public async Task A_body_announced_over_the_limit_is_refused_at_once_in_plain_text(string type, string length)
    {
        using var backEnd = BackEnd.Answering();
        var api = await TypeAsync(type, backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/a", $"Content-Length: {length}") + "only the beginning");
        var answer = await connection.ReceiveAsync();

        answer.Is(413, TooLarge);
        Assert.Equal(["Connection", "Content-Length", "Content-Type", "Date"], answer.Names.Order(StringComparer.Ordinal));
        Assert.Equal("text; charset=utf-8", answer["Content-Type"]);
        Assert.Equal("close", answer["Connection"]);
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("http")]
    [InlineData("mock")]
    public async Task A_chunked_body_that_grows_over_the_limit_is_refused_in_plain_text(string type)
    {
        using var backEnd = BackEnd.Answering();
        var api = await TypeAsync(type, backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/a", "Transfer-Encoding: chunked"));
        for (var megabyte = 0; megabyte < 10; megabyte++) await SendPieceAsync(connection, Megabyte);
        await SendPieceAsync(connection, new byte[1]);

        (await connection.ReceiveAsync()).Is(413, TooLarge);
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task A_chunked_body_of_exactly_the_limit_passes()
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/a", "Transfer-Encoding: chunked"));
        for (var megabyte = 0; megabyte < 10; megabyte++) await SendPieceAsync(connection, Megabyte);
        await connection.SendAsync("0\r\n\r\n");

        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
        Assert.Equal(Limit, backEnd.Single().Body.Length);
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("http")]
    public async Task An_answer_announced_over_the_limit_is_a_server_error(string type)
    {
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Limit + 1}\r\n\r\n");
            await connection.SendUntilClosedAsync(Megabyte, 11);
            return false;
        });
        var api = await TypeAsync(type, backEnd);

        (await api.PostAsync("/a", "{}")).IsRefusal(500, "InternalServerErrorException", """{"message": "Internal server error"}""");
    }

    [Fact]
    public async Task A_chunked_answer_that_grows_over_the_limit_is_a_server_error_when_it_is_mapped()
    {
        using var backEnd = GrowingAnswer();
        var api = await TypeAsync("http", backEnd);

        (await api.PostAsync("/a", "{}")).IsRefusal(500, "InternalServerErrorException", """{"message": "Internal server error"}""");
    }

    [Fact]
    public async Task A_chunked_answer_that_grows_over_the_limit_breaks_off_when_it_has_begun()
    {
        using var backEnd = GrowingAnswer();
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test/a"));

        await Assert.ThrowsAnyAsync<Exception>(() => connection.ReceiveAsync());
    }

    [Fact]
    public async Task The_beginning_of_an_answer_reaches_the_client_before_its_end_is_there()
    {
        var mayEnd = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {2 * Megabyte.Length}\r\n\r\n");
            await connection.SendAsync(Megabyte);
            await mayEnd.Task;
            await connection.SendAsync(Megabyte);
            return true;
        });
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test/a"));
        Assert.StartsWith("HTTP/1.1 200 OK", await connection.ReceiveHeadAsync(), StringComparison.Ordinal);
        mayEnd.SetResult();
        Assert.Equal(2 * Megabyte.Length, (await connection.ReceiveBodyAsync([("Content-Length", $"{2 * Megabyte.Length}")], untilClose: false)).Length);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_its_body_harms_nobody()
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);
        foreach (var head in new[] { "Content-Length: 1000", "Content-Length: 1000000", "Transfer-Encoding: chunked" })
        {
            using var connection = await gateway.ConnectAsync();
            await connection.SendAsync(api.RawHead("POST /test/a", head) + "ff\r\nonly the beginning");
        }

        (await api.PostAsync("/a", "{}")).Is(200, """{"from":"backend"}""");
    }

    [Fact]
    public async Task A_back_end_that_answers_before_it_has_read_the_body_is_heard()
    {
        using var backEnd = BackEnd.Greeting("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!");
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/a", $"Content-Length: {Megabyte.Length}"));
        await connection.SendAsync(Megabyte);

        Assert.Contains((await connection.ReceiveAsync()).Status, new[] { 413, 504 });
    }

    [Fact]
    public async Task The_gateway_says_100_to_a_client_that_waits_for_it()
    {
        using var backEnd = Echo();
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/a", "Content-Length: 5", "Expect: 100-continue"));
        Assert.Equal("HTTP/1.1 100 Continue", await connection.ReceiveHeadAsync());
        await connection.SendAsync("hello");

        (await connection.ReceiveAsync()).Is(200, "hello");
        Assert.Null(backEnd.Single()["Expect"]);
    }

    private static BackEnd Echo() => BackEnd.Start(async (received, connection) =>
    {
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {received.Body.Length}\r\n\r\n");
        await connection.SendAsync(received.Body);
        return true;
    });

    private static BackEnd GrowingAnswer() => BackEnd.Start(async (_, connection) =>
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        var piece = Encoding.Latin1.GetBytes($"{Megabyte.Length:x}\r\n").Concat(Megabyte).Concat("\r\n"u8.ToArray()).ToArray();
        await connection.SendUntilClosedAsync(piece, 12);
        return false;
    });

    private static async Task SendChunksAsync(RawConnection connection, byte[] body, int size)
    {
        for (var at = 0; at < body.Length; at += size) await SendPieceAsync(connection, body.AsMemory(at, Math.Min(size, body.Length - at)));
        await connection.SendAsync("0\r\n\r\n");
    }

    private static async Task SendPieceAsync(RawConnection connection, ReadOnlyMemory<byte> piece)
    {
        await connection.SendAsync($"{piece.Length:x}\r\n");
        await connection.SendAsync(piece);
        await connection.SendAsync("\r\n");
    }

    private static byte[] Pattern(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++) bytes[at] = (byte)(at * 31 >> 3);
        return bytes;
    }

    private Task<DeployedApi> ProxyAsync(BackEnd backEnd) => gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/{proxy}")));

    private Task<DeployedApi> TypeAsync(string type, BackEnd backEnd) => gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
        "/a", "post", $"type: {type}\nhttpMethod: POST\n{(type == "mock" ? "requestTemplates: { application/json: '{\"statusCode\": 200}' }" : "uri: " + backEnd.Url)}\nresponses: {{ default: {{ statusCode: \"200\" }} }}")));
}
