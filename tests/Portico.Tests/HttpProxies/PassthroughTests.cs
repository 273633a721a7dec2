using Portico.Tests.Running;

namespace Portico.Tests.HttpProxies;

/// <summary>What HTTP_PROXY hands on, and what it keeps to itself.</summary>
public sealed class PassthroughTests(RunningGateway gateway)
{
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task The_clients_method_path_and_query_go_out_as_they_are(string method)
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var api = await ProxyAsync(backEnd);

        Assert.Equal(200, (await api.RawAsync($"{method} /test/a/b%2Fc%20d//e?x=1&x=2&y=%20&=&z", "Content-Length: 0")).Status);

        var received = backEnd.Single();
        Assert.Equal($"{method} /base/a/b%2Fc%20d//e?x=1&x=2&y=%20&=&z", $"{received.Method} {received.Target}");
    }

    [Fact]
    public async Task A_uri_with_a_query_of_its_own_keeps_it_before_the_clients()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/x?own=1", "/", "get")));

        await api.GetAsync("?client=2");

        Assert.Equal("/x?own=1&client=2", backEnd.Single().Target);
    }

    [Fact]
    public async Task Mapped_query_parameters_follow_the_clients_and_mapped_headers_replace_them()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "get",
            $"type: http_proxy\nhttpMethod: GET\nuri: {backEnd.Url}\nrequestParameters: {{ integration.request.querystring.testQs: \"'foo'\", integration.request.header.X-One: \"'mapped'\", integration.request.header.X-New: method.request.querystring.testQs }}",
            "parameters: [{ name: testQs, in: query, schema: { type: string } }]")));

        await api.GetAsync("?testQs=bar", ("X-One", "client"), ("X-Two", "client"));

        var received = backEnd.Single();
        Assert.Equal("/?testQs=bar&testQs=foo", received.Target);
        Assert.Equal("mapped", received["X-One"]);
        Assert.Equal("client", received["X-Two"]);
        Assert.Equal("bar", received["X-New"]);
    }

    [Fact]
    public async Task The_clients_headers_go_out_and_the_gateways_join_them()
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);

        await api.RawAsync("GET /test/a", "Accept: text/html", "User-Agent: curl/8", "Cookie: a=b", "X-Own: 1", "X-Own: 2", "Authorization: Bearer token", "Referer: r", "Accept-Encoding: br", "X-Latin: caf\u00e9");

        var received = backEnd.Single();
        Assert.Equal(
            [
                "Accept", "Accept-Encoding", "Authorization", "Cookie", "Host", "Referer", "User-Agent", "X-Amzn-Apigateway-Api-Id", "X-Amzn-Trace-Id", "X-Forwarded-For",
                "X-Forwarded-Port", "X-Forwarded-Proto", "X-Latin", "X-Own", "X-Own",
            ],
            received.Headers.Select(header => header.Name).Order(StringComparer.Ordinal));
        Assert.Equal("text/html", received["Accept"]);
        Assert.Equal("curl/8", received["User-Agent"]);
        Assert.Equal("a=b", received["Cookie"]);
        Assert.Equal("1,2", received["X-Own"]);
        Assert.Equal("Bearer token", received["Authorization"]);
        Assert.Equal("caf\u00e9", received["X-Latin"]);
        Assert.Equal($"127.0.0.1:{backEnd.Port}", received["Host"]);
        Assert.Equal(api.Id, received["X-Amzn-Apigateway-Api-Id"]);
        Assert.Equal("127.0.0.1", received["X-Forwarded-For"]);
        Assert.Equal("http", received["X-Forwarded-Proto"]);
        Assert.Equal($"{gateway.Port}", received["X-Forwarded-Port"]);
        Assert.StartsWith("Root=1-", received["X-Amzn-Trace-Id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_client_does_not_say_has_defaults()
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);

        await api.RawAsync("GET /test/a");

        var received = backEnd.Single();
        Assert.Equal("application/json", received["Accept"]);
        Assert.Equal($"AmazonAPIGateway_{api.Id}", received["User-Agent"]);
    }

    [Theory]

    // The server makes "keep-alive, X-Hop" one word before anybody sees it, so only lists without its own words are known.
    [InlineData("Connection: X-Hop", "X-Hop")]
    [InlineData("Connection: x-y, x-hop", "X-Hop")]
    [InlineData("Connection: keep-alive", "Connection")]
    [InlineData("Keep-Alive: timeout=5", "Keep-Alive")]
    [InlineData("Proxy-Connection: keep-alive", "Proxy-Connection")]
    [InlineData("TE: trailers", "TE")]
    [InlineData("Trailer: X-Sum", "Trailer")]
    [InlineData("Upgrade: h2c", "Upgrade")]
    [InlineData("Expect: something", "Expect")]
    [InlineData("Max-Forwards: 1", "Max-Forwards")]
    [InlineData("Proxy-Authenticate: Basic", "Proxy-Authenticate")]
    [InlineData("Server: me", "Server")]
    [InlineData("WWW-Authenticate: Basic", "WWW-Authenticate")]
    [InlineData("Content-MD5: x", "Content-MD5")]
    [InlineData("Content-Encoding: identity", "Content-Encoding")]
    [InlineData("Via: 1.1 me", "Via")]
    [InlineData("X-Amzn-Apigateway-Api-Id: forged", "X-Amzn-Apigateway-Api-Id")]
    [InlineData("X-Forwarded-Proto: https", "X-Forwarded-Proto")]
    public async Task A_header_of_the_connection_or_of_the_gateways_own_is_not_handed_on(string line, string name)
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);

        Assert.Equal(200, (await api.RawAsync("GET /test/a", line, "X-Hop: 1", "X-Other: 1")).Status);

        var received = backEnd.Single();
        Assert.NotEqual(line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..], received[name]);
        if (!name.StartsWith("X-Amzn", StringComparison.Ordinal) && !name.StartsWith("X-Forwarded", StringComparison.Ordinal)) Assert.Null(received[name]);
        Assert.Equal("1", received["X-Other"]);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/execute-api/aws4_request, SignedHeaders=host, Signature=00", false)]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE", false)]
    [InlineData("Bearer AWS4-HMAC-SHA256", true)]
    [InlineData("Basic dXNlcjpwYXNz", true)]
    public async Task A_signature_for_the_gateway_is_not_handed_on(string authorization, bool goesOut)
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);

        await api.RawAsync("GET /test/a", "Authorization: " + authorization);

        Assert.Equal(goesOut ? authorization : null, backEnd.Single()["Authorization"]);
    }

    [Fact]
    public async Task The_clients_address_is_added_to_those_it_came_by()
    {
        using var backEnd = BackEnd.Answering();
        var api = await ProxyAsync(backEnd);

        await api.RawAsync("GET /test/a", "X-Forwarded-For: 10.0.0.1, 10.0.0.2");

        Assert.Equal("10.0.0.1, 10.0.0.2, 127.0.0.1", backEnd.Single()["X-Forwarded-For"]);
    }

    [Theory]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    [InlineData("PATCH", true)]
    [InlineData("DELETE", true)]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("OPTIONS", false)]
    public async Task A_body_goes_out_untouched_but_with_get_head_and_options(string method, bool goesOut)
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead($"{method} /test/a", "Content-Length: 4", "Content-Type: application/json") + "\u00ff\u00fe\u0000x");
        Assert.Equal(200, (await connection.ReceiveAsync(isHead: method == "HEAD")).Status);

        var received = backEnd.Single();
        Assert.Equal(goesOut ? "FFFE0078" : "", Convert.ToHexString(received.Body));
        Assert.Equal(goesOut ? "4" : null, received["Content-Length"]);
        Assert.Null(received["Transfer-Encoding"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(418)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task The_back_ends_status_and_body_pass_whatever_the_integration_responses_say(int status)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Response($"{status} Reason", "the body", "Location: /elsewhere"));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "get", $"type: http_proxy\nhttpMethod: GET\nuri: {backEnd.Url}\nresponses: {{ default: {{ statusCode: \"200\" }} }}")));

        var answer = await api.GetAsync("");

        answer.Is(status, "the body");
        Assert.Equal("/elsewhere", answer["Location"]);
    }

    [Theory]
    [InlineData("204 No Content", "")]
    [InlineData("304 Not Modified", "ETag: \"x\"\r\n")]
    [InlineData("304 Not Modified", "Content-Length: 100\r\n")]
    public async Task An_answer_without_body_leaves_the_connections_usable(string status, string lines)
    {
        using var backEnd = BackEnd.Answering($"HTTP/1.1 {status}\r\n{lines}\r\n");
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        for (var time = 0; time < 3; time++)
        {
            await connection.SendAsync(api.RawHead("GET /test/a"));
            (await connection.ReceiveAsync()).Is(int.Parse(status[..3], null), "");
        }

        Assert.Equal(1, backEnd.Connections);
    }

    [Fact]
    public async Task A_205_with_a_body_is_answered_without_it()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Response("205 Reset Content", new string('x', 200_000)));
        var api = await ProxyAsync(backEnd);

        (await api.GetAsync("/a")).Is(205, "");
        (await api.GetAsync("/a")).Is(205, "");
    }

    [Fact]
    public async Task Head_is_answered_with_the_headers_alone()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: text/plain\r\nX-Own: 1\r\n\r\n");
        var api = await ProxyAsync(backEnd);
        using var connection = await gateway.ConnectAsync();

        for (var time = 0; time < 2; time++)
        {
            await connection.SendAsync(api.RawHead("HEAD /test/a"));
            var answer = await connection.ReceiveAsync(isHead: true);
            Assert.Equal(200, answer.Status);
            Assert.Equal("text/plain", answer["Content-Type"]);
            Assert.Equal("1", answer["X-Own"]);
            Assert.Equal("1000", answer["x-amzn-Remapped-Content-Length"]);
            Assert.Null(answer["Content-Length"]);
        }

        Assert.Equal(1, backEnd.Connections);
    }

    [Fact]
    public async Task Head_over_an_integration_of_get_is_answered_with_the_headers_alone()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok(new string('x', 300_000)));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "head", $"type: http_proxy\nhttpMethod: GET\nuri: {backEnd.Url}")));
        using var connection = await gateway.ConnectAsync();

        for (var time = 0; time < 2; time++)
        {
            await connection.SendAsync(api.RawHead("HEAD /test"));
            Assert.Equal("300000", (await connection.ReceiveAsync(isHead: true))["Content-Length"]);
        }
    }

    [Theory]
    [InlineData("Connection", "keep-alive")]
    [InlineData("Date", "Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("Server", "nginx")]
    [InlineData("x-amzn-RequestId", "of-the-back-end")]
    [InlineData("Authorization", "x")]
    [InlineData("Content-MD5", "x")]
    [InlineData("Max-Forwards", "1")]
    [InlineData("User-Agent", "x")]
    [InlineData("WWW-Authenticate", "Basic")]
    public async Task A_header_that_the_gateway_owns_comes_back_remapped(string name, string value)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("{}", $"{name}: {value}"));
        var api = await ProxyAsync(backEnd);

        var answer = await api.RawAsync("GET /test/a");

        Assert.Equal(value, answer["x-amzn-Remapped-" + name]);
        Assert.NotEqual(value, answer[name]);
        Assert.Equal("2", answer["x-amzn-Remapped-Content-Length"]);
        Assert.Equal("2", answer["Content-Length"]);
    }

    [Theory]
    [InlineData("Via: 1.1 x")]
    [InlineData("Expect: x")]
    [InlineData("Proxy-Authenticate: Basic")]
    [InlineData("Trailer: X")]
    [InlineData("Upgrade: h2c")]
    [InlineData("TE: trailers")]
    [InlineData("Host: x")]
    [InlineData("Keep-Alive: timeout=5")]
    [InlineData("x-amz-apigw-id: of-the-back-end")]
    public async Task A_header_of_the_other_connection_does_not_come_back(string line)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("{}", line));
        var api = await ProxyAsync(backEnd);

        var answer = await api.RawAsync("GET /test/a");

        Assert.DoesNotContain(answer.Headers, header => line == $"{header.Name}: {header.Value}");
    }

    [Fact]
    public async Task Other_headers_come_back_line_by_line()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("{}", "Set-Cookie: a=1", "Set-Cookie: b=2", "Cache-Control: no-store", "X-Latin: caf\u00e9", "X-Tab: a\tb", "X-Empty:"));
        var api = await ProxyAsync(backEnd);

        var answer = await api.RawAsync("GET /test/a");

        Assert.Equal(["a=1", "b=2"], answer.Headers.Where(header => header.Name == "Set-Cookie").Select(header => header.Value));
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Equal("caf\u00e9", answer["X-Latin"]);
        Assert.Equal("a\tb", answer["X-Tab"]);
        Assert.Equal("", answer["X-Empty"]);
        Assert.Null(answer["X-Amzn-Trace-Id"]);
    }

    [Fact]
    public async Task An_answer_without_a_content_type_is_json()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var api = await ProxyAsync(backEnd);

        Assert.Equal("application/json", (await api.GetAsync("/a"))["Content-Type"]);
    }

    [Fact]
    public async Task Redirects_are_the_clients_to_follow()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        var api = await ProxyAsync(backEnd);

        Assert.Equal("http://127.0.0.1:1/", (await api.GetAsync("/a"))["Location"]);
        backEnd.Single();
    }

    private Task<DeployedApi> ProxyAsync(BackEnd backEnd) => gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/base/{proxy}")));
}
