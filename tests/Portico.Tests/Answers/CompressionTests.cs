using System.IO.Compression;
using System.Text;
using Portico.Tests.Caching;
using Portico.Tests.Running;

namespace Portico.Tests.Answers;

/// <summary>Bodies that are compressed on the way out and decompressed on the way in.</summary>
public sealed class CompressionTests(RunningGateway gateway)
{
    private const string Head = "x-amazon-apigateway-minimum-compression-size: 100";
    private static readonly string Long = string.Concat(Enumerable.Range(0, 500).Select(number => $"line {number}; "));

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("gzip, deflate, br", "gzip")]
    [InlineData("deflate;q=0.5, gzip;q=0.4", "deflate")]
    [InlineData("br, deflate", "deflate")]
    [InlineData("br;q=1.0, gzip;q=0.8", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("*", "gzip")]
    [InlineData("br", null)]
    [InlineData(null, null)]
    public async Task An_answer_is_coded_as_its_client_wants_it_most(string? accept, string? coding)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/pets", Long), Head));

        var answer = await api.GetAsync("/pets", accept is null ? [] : [("Accept-Encoding", accept)]);

        Assert.Equal((200, coding), (answer.Status, answer["Content-Encoding"]));
        Assert.Equal(Long, Plain(answer.Body, coding));
        Assert.Null(answer["Vary"]);
        if (coding is not null) Assert.InRange(answer.Body.Length, 1, Long.Length / 2);
    }

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, "gzip")]
    public async Task A_body_below_the_threshold_stays_as_it_is(int bytes, string? coding)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/pets", new string('x', bytes)), Head));

        var answer = await api.GetAsync("/pets", ("Accept-Encoding", "gzip"));

        Assert.Equal((coding, new string('x', bytes)), (answer["Content-Encoding"], Plain(answer.Body, coding)));
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_coded_and_nothing_decoded()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok(Long));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/pets", "post")));
        var coded = Gzip(Encoding.UTF8.GetBytes(Long));

        var answer = await api.CallAsync("POST", "/pets", coded, "text/plain", ("Accept-Encoding", "gzip"), ("Content-Encoding", "gzip"));

        Assert.Null(answer["Content-Encoding"]);
        Assert.Equal(Long, answer.Text);
        Assert.Equal(coded, backEnd.Single().Body);
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(3_000_000)]
    public async Task A_proxied_answer_is_coded_whatever_its_size(int bytes)
    {
        var body = string.Concat(Enumerable.Repeat("0123456789", bytes / 10));
        using var backEnd = BackEnd.Answering(BackEnd.Ok(body));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/pets", "get"), Head));

        var answer = await api.GetAsync("/pets", ("Accept-Encoding", "gzip"));

        Assert.Equal("gzip", answer["Content-Encoding"]);
        Assert.Equal(body, Plain(answer.Body, "gzip"));
    }

    [Fact]
    public async Task What_the_back_end_has_coded_passes_as_it_is()
    {
        var coded = Encoding.Latin1.GetString(Gzip(Encoding.UTF8.GetBytes(Long)));
        using var backEnd = BackEnd.Answering(BackEnd.Ok(coded, "Content-Encoding: gzip"));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/pets", "get"), Head));

        var answer = await api.GetAsync("/pets", ("Accept-Encoding", "gzip"));

        Assert.Equal(coded, Encoding.Latin1.GetString(answer.Body));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task A_request_is_decoded_before_anything_looks_at_it(string coding)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/pets", "post"), Head));
        var body = Encoding.UTF8.GetBytes(Long);

        var answer = await api.CallAsync("POST", "/pets", coding switch { "gzip" => Gzip(body), "deflate" => Deflate(body), _ => body }, "text/plain", ("Content-Encoding", coding));

        Assert.Equal(200, answer.Status);
        var received = backEnd.Single();
        Assert.Equal((Long, null, "text/plain"), (received.Text, received["Content-Encoding"], received["Content-Type"]));
    }

    [Fact]
    public async Task Templates_see_the_decoded_body()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path(
                "/pets", "post",
                """
                type: mock
                requestTemplates: { application/json: "{\"statusCode\": $input.path('$.status')}" }
                responses: { default: { statusCode: "200" }, "201": { statusCode: "201" } }
                """,
                """responses: { "200": { description: ok }, "201": { description: made } }"""),
            "x-amazon-apigateway-minimum-compression-size: 0"));

        Assert.Equal(201, (await api.CallAsync("POST", "/pets", Gzip("""{"status": 201}"""u8.ToArray()), "application/json", ("Content-Encoding", "gzip"))).Status);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, deflate")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_coding_that_is_not_known_or_not_true_is_refused(string coding)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/pets", "post"), Head));

        var answer = await api.CallAsync("POST", "/pets", Encoding.UTF8.GetBytes(Long), "text/plain", ("Content-Encoding", coding));

        answer.IsRefusal(415, "BadRequestException", """{"message": "Unsupported Media Type"}""");
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task A_body_that_would_become_larger_than_any_may_be_is_refused()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/pets", "post"), Head));

        var answer = await api.CallAsync("POST", "/pets", Gzip(new byte[64 * 1024 * 1024]), "text/plain", ("Content-Encoding", "gzip"));

        Assert.Equal(413, answer.Status);
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task A_kept_answer_is_coded_for_each_client_and_fetched_once()
    {
        using var cached = await CachedApi.DeployAsync(gateway, url => OpenApi.Of(OpenApi.Proxy($"{url}/x", "/pets", "get"), Head), (_, _) => BackEnd.Ok(Long));

        foreach (var coding in (string?[])["gzip", null, "deflate", "gzip", "deflate", null])
        {
            var answer = await cached.Api.GetAsync("/pets", coding is null ? [] : [("Accept-Encoding", coding)]);
            Assert.Equal((coding, Long), (answer["Content-Encoding"], Plain(answer.Body, coding)));
        }

        Assert.Equal(1, cached.Calls);
    }

    private static string Plain(byte[] body, string? coding)
    {
        using var source = new MemoryStream(body);
        using Stream plain = coding switch { "gzip" => new GZipStream(source, CompressionMode.Decompress), "deflate" => new ZLibStream(source, CompressionMode.Decompress), _ => source };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static byte[] Gzip(byte[] body) => Coded(body, target => new GZipStream(target, CompressionLevel.Optimal));

    private static byte[] Deflate(byte[] body) => Coded(body, target => new ZLibStream(target, CompressionLevel.Optimal));

    private static byte[] Coded(byte[] body, Func<Stream, Stream> coder)
    {
        using var target = new MemoryStream();
        using (var stream = coder(target)) stream.Write(body);
        return target.ToArray();
    }
}
