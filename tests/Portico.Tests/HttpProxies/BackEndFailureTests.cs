using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portico.Tests.Running;

namespace Portico.Tests.HttpProxies;

/// <summary>Back ends that are not there, are late, break off or talk nonsense.</summary>
public sealed class BackEndFailureTests(RunningGateway gateway)
{
    private const string NetworkError = """{"message": "Network error communicating with endpoint"}""";
    private const string ServerError = """{"message": "Internal server error"}""";
    private const string TimedOut = """{"message": "Endpoint request timed out"}""";

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("http")]
    public async Task A_back_end_that_does_not_answer_in_time_is_a_timeout(string type)
    {
        var asked = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            asked.SetResult();
            await connection.WaitForCloseAsync();
            return false;
        });
        var api = await DeployAsync(backEnd.Url, type, 500);

        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", TimedOut);

        Assert.True(asked.Task.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("http")]
    public async Task A_body_that_does_not_come_to_its_end_in_time_is_a_timeout(string type)
    {
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            await connection.WaitForCloseAsync();
            return false;
        });
        var api = await DeployAsync(backEnd.Url, type, 50);

        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", TimedOut);
    }

    [Fact]
    public async Task A_body_that_stops_after_it_was_partly_handed_on_breaks_off()
    {
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            await connection.SendAsync(new byte[500_000]);
            await connection.WaitForCloseAsync();
            return false;
        });
        var api = await DeployAsync(backEnd.Url, timeoutMs: 100);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test"));

        Assert.StartsWith("HTTP/1.1 200", await connection.ReceiveHeadAsync(), StringComparison.Ordinal);
        await connection.WaitForCloseAsync();
    }

    [Fact]
    public async Task A_refused_connection_is_a_network_error()
    {
        var api = await DeployAsync($"http://127.0.0.1:{FreePort.Closed()}");

        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", NetworkError);
    }

    [Theory]
    [InlineData("http://no-such-host.invalid/")]
    [InlineData("https://no-such-host.invalid/")]
    public async Task A_host_that_does_not_exist_is_a_server_error(string url)
    {
        var api = await DeployAsync(url);

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("H")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    public async Task A_back_end_that_closes_early_is_a_network_error(string response)
    {
        using var backEnd = BackEnd.AnsweringAndClosing(response);
        var api = await DeployAsync(backEnd.Url);

        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", NetworkError);
    }

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 999 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA : blank\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\u0001\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\nB: c\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!!\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")]
    public async Task A_back_end_that_talks_nonsense_is_a_network_error(string response)
    {
        using var backEnd = BackEnd.AnsweringAndClosing(response);
        var api = await DeployAsync(backEnd.Url);

        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", NetworkError);
    }

    [Theory]
    [InlineData("X: ", "y", "")]
    [InlineData("", "X: 1\r\n", "")]
    [InlineData("", "\0", "")]
    public async Task A_head_that_is_huge_or_never_ends_is_given_up(string begin, string piece, string end)
    {
        var repeated = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, 10_000)));
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\n" + begin);
            await connection.SendUntilClosedAsync(repeated, 1000);
            await connection.SendAsync(end);
            return false;
        });
        var api = await DeployAsync(backEnd.Url);

        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", NetworkError);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 \r\nContent-Length:2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 Any Reason At All\r\ncontent-length:   2  \r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;ext=\"x\"\r\nok\r\n0\r\nTrailer: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    public async Task An_unusual_and_sound_answer_is_taken(string response)
    {
        using var backEnd = BackEnd.AnsweringAndClosing(response);
        var api = await DeployAsync(backEnd.Url);

        var answer = await api.GetAsync("");

        answer.Is(200, "ok");
        Assert.Null(answer["Link"]);
    }

    [Fact]
    public async Task Connections_to_a_back_end_are_used_again()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd.Url);

        for (var time = 0; time < 5; time++) Assert.Equal(200, (await api.GetAsync("")).Status);

        Assert.Equal(1, backEnd.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    public async Task A_connection_whose_end_is_not_certain_is_not_used_again(string response)
    {
        using var backEnd = BackEnd.Answering(response);
        var api = await DeployAsync(backEnd.Url);

        (await api.GetAsync("")).Is(200, "ok");
        (await api.GetAsync("")).Is(200, "ok");

        Assert.Equal(2, backEnd.Connections);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_connection_that_the_back_end_closed_meanwhile_is_nobodys_failure(string method)
    {
        var closed = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync(BackEnd.Ok("ok"));
            if (received.Connection > 1) return true;
            connection.Socket.Shutdown(SocketShutdown.Both);
            closed.SetResult();
            return false;
        });
        var api = await DeployAsync(backEnd.Url);

        (await api.CallAsync(method, "", "{}")).Is(200, "ok");
        await closed.Task;
        (await api.CallAsync(method, "", "{}")).Is(200, "ok");

        Assert.Equal(1, (await backEnd.NextAsync()).Connection);
        Assert.Equal(2, (await backEnd.NextAsync()).Connection);
    }

    [Theory]
    [InlineData("GET", 2)]
    [InlineData("PUT", 2)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task What_must_not_be_done_twice_is_not_sent_twice(string method, int times)
    {
        // The first call leaves a connection; the second one is read whole on it, and the connection closed without an answer.
        var calls = 0;
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            if (Interlocked.Increment(ref calls) == 2) return false;
            await connection.SendAsync(BackEnd.Ok("ok"));
            return true;
        });
        var api = await DeployAsync(backEnd.Url);

        (await api.CallAsync(method, "", "{}")).Is(200, "ok");
        var answer = await api.CallAsync(method, "", "{}");

        Assert.Equal(1 + times, calls);
        if (times == 1) answer.IsRefusal(504, "InternalServerErrorException", NetworkError);
        else answer.Is(200, "ok");
    }

    [Theory]
    [InlineData("127.0.0.1", "", 500)]
    [InlineData("127.0.0.1", "tlsConfig: { insecureSkipVerification: false }", 500)]
    [InlineData("127.0.0.1", "tlsConfig: { insecureSkipVerification: true }", 200)]
    [InlineData("wrong.example.com", "tlsConfig: { insecureSkipVerification: true }", 500)]
    public async Task A_self_signed_certificate_is_accepted_only_where_verification_is_skipped_and_only_for_its_name(string name, string tlsConfig, int status)
    {
        using var certificate = TestCertificates.SelfSigned(name);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeOverTlsAsync(listener, certificate);
        var api = await DeployAsync($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", more: tlsConfig);

        var answer = await api.GetAsync("");

        if (status == 200) answer.Is(200, "secret");
        else answer.IsRefusal(500, "InternalServerErrorException", ServerError);
        await serving;
    }

    private static async Task ServeOverTlsAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            if (await tls.ReadAsync(new byte[4096]) > 0) await tls.WriteAsync(Encoding.Latin1.GetBytes(BackEnd.Ok("secret", "Connection: close")));
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Refused, as some rows expect.
        }
    }

    private Task<DeployedApi> DeployAsync(string url, string type = "http_proxy", int timeoutMs = 29_000, string more = "") => gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
        "/", "any", $"type: {type}\nhttpMethod: {(type == "http" ? "GET" : "ANY")}\nuri: \"{url}\"\ntimeoutInMillis: {timeoutMs}\n{more}\nresponses: {{ default: {{ statusCode: \"200\" }} }}")));
}
