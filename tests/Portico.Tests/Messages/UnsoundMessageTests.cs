using Portico.Tests.Running;

namespace Portico.Tests.Messages;

/// <summary>Messages that are too large, or that two readers could take differently: refused, and never forwarded.</summary>
public sealed class UnsoundMessageTests(RunningGateway gateway)
{
    [Theory]
    [InlineData(10_000, 200)]
    [InlineData(11_000, 431)]
    [InlineData(100_000, 431)]
    public async Task Headers_have_a_limit(int bytes, int status)
    {
        using var backEnd = BackEnd.Answering();

        Assert.Equal(status, await StatusAsync(backEnd, "GET /test/a", "X: " + new string('x', bytes)));
    }

    [Theory]
    [InlineData(10_000, 200)]
    [InlineData(11_000, 414)]
    [InlineData(20_000, 414)]
    public async Task A_url_has_a_limit(int bytes, int status)
    {
        using var backEnd = BackEnd.Answering();

        Assert.Equal(status, await StatusAsync(backEnd, "GET /test/" + new string('x', bytes)));
        Assert.Equal(status, await StatusAsync(backEnd, "GET /test/a?" + new string('x', bytes)));
    }

    [Theory]
    [InlineData("GET /test/\u0001")]
    [InlineData("GET /test/a\u007f")]
    [InlineData("GET /test/\0")]
    [InlineData("GET /test/%00")]
    [InlineData("GET /test/a b")]
    [InlineData("GE\u0001T /test/a")]
    [InlineData("GET")]
    [InlineData("GET test/a")]
    [InlineData("GET /test/a?x=|")]
    [InlineData("GET /test/a?x={y}")]
    [InlineData("GET /test/a?{")]
    [InlineData("GET /test/a?}")]
    public async Task A_request_line_with_what_may_not_stand_in_one_is_refused(string requestLine)
    {
        using var backEnd = BackEnd.Answering();

        Assert.Equal(400, await StatusAsync(backEnd, requestLine));
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("X\u0001: y")]
    [InlineData("X(: y")]
    [InlineData("Content-Length\u000b: 5")]
    [InlineData("X : y")]
    [InlineData(": y")]
    [InlineData("no colon")]
    [InlineData("X: a\0b")]
    [InlineData("X: a\rb")]
    [InlineData("Content-Length: 1\r\nContent-Length: 2")]
    [InlineData("Content-Length: 1\r\nContent-Length: 1")]
    [InlineData("Content-Length: 1, 1")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: x")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Host: second.example.com")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    public async Task A_header_line_that_is_none_is_refused(string line)
    {
        using var backEnd = BackEnd.Answering();

        Assert.Equal(400, await StatusAsync(backEnd, "POST /test/a", line));
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [InlineData("transfer-encoding: Chunked\r\ncontent-length: 5")]
    public async Task A_length_beside_an_encoding_is_refused_and_the_connection_closed(string lines)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/a", lines) + "0\r\n\r\n" + api.RawHead("GET /test/smuggled"));

        Assert.Equal(400, (await connection.ReceiveAsync()).Status);
        await connection.WaitForCloseAsync();
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("zz\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello!!\r\n0\r\n\r\n")]
    [InlineData("-1\r\nhello\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")]
    public async Task A_chunked_body_that_is_none_is_refused_and_the_connection_closed(string body)
    {
        foreach (var type in new[] { "http", "http_proxy" })
        {
            using var backEnd = BackEnd.Answering();
            var api = await DeployAsync(backEnd, type);
            using var connection = await gateway.ConnectAsync();

            await connection.SendAsync(api.RawHead("POST /test/a", "Transfer-Encoding: chunked") + body + api.RawHead("GET /test/smuggled"));

            Assert.Equal(400, (await connection.ReceiveAsync()).Status);
            await connection.WaitForCloseAsync();
            backEnd.WasNotCalled();
        }
    }

    [Fact]
    public async Task A_refused_query_leaves_the_connection_usable()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test/a?x=|") + api.RawHead("GET /test/a?x=%7C"));

        (await connection.ReceiveAsync()).IsRefusal(400, "BadRequestException", """{"message":"Bad Request"}""");
        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
        Assert.Equal("/a?x=%7C", backEnd.Single().Target);
    }

    [Theory]
    [InlineData("/test/caf\u00e9", 400)]
    [InlineData("/test/a?x=\u00e9", 400)]
    [InlineData("/test/a%zz", 200)]
    [InlineData("/test/a\"<>^`", 200)]
    [InlineData("/test/a#b", 200)]
    public async Task What_is_unusual_in_a_path_is_refused_or_encoded(string target, int status)
    {
        using var backEnd = BackEnd.Answering();

        Assert.Equal(status, await StatusAsync(backEnd, "GET " + target));
        if (status == 200) Assert.DoesNotMatch("[\"<>^`#]", backEnd.Single().Target);
        else backEnd.WasNotCalled();
    }

    [Fact]
    public async Task Requests_that_come_in_one_piece_are_answered_in_order()
    {
        using var backEnd = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync(BackEnd.Ok(received.Target));
            return true;
        });
        var api = await DeployAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(number => api.RawHead($"GET /test/{number}"))));

        for (var number = 0; number < 20; number++) (await connection.ReceiveAsync()).Is(200, $"/{number}");
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_answered()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        foreach (var letter in api.RawHead("POST /test/a", "Content-Length: 2") + "{}") await connection.SendAsync(letter.ToString());

        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
        Assert.Equal("{}", backEnd.Single().Text);
    }

    private async Task<int> StatusAsync(BackEnd backEnd, string requestLine, params string[] lines)
    {
        var api = await DeployAsync(backEnd);
        return (await api.RawAsync(requestLine, lines)).Status;
    }

    private Task<DeployedApi> DeployAsync(BackEnd backEnd, string type = "http_proxy") => gateway.DeployAsync(OpenApi.Of(type == "http"
        ? OpenApi.Path("/{proxy+}", "any", $"type: http\nhttpMethod: POST\nuri: {backEnd.Url}\nresponses: {{ default: {{ statusCode: \"200\" }} }}", "parameters: [{ name: proxy, in: path, required: true, schema: { type: string } }]")
        : OpenApi.Proxy(backEnd.Url + "/{proxy}")));
}
