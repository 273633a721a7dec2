using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Control;

/// <summary>The one port that tools know: control calls, and the forms by which APIs are called beside them.</summary>
public sealed class ControlListenerTests(RunningGateway gateway)
{
    [Theory]
    [InlineData("/_aws/execute-api/{0}/test/pets", "localhost")]
    [InlineData("/restapis/{0}/test/_user_request_/pets", "localhost:4566")]
    [InlineData("/test/pets", "{0}.execute-api.localhost")]
    [InlineData("/_aws/execute-api/{0}/test/pets", "anything.example.com")]
    public async Task Apis_are_called_by_host_and_by_path_forms(string target, string host)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/pets", "pets")));

        (await SendAsync($"GET {string.Format(null, target, api.Id)}", $"Host: {string.Format(null, host, api.Id)}")).Is(200, "pets");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:1234")]
    [InlineData("[::1]:1234")]
    [InlineData("apigateway.localhost")]
    [InlineData("apigateway.eu-central-1.amazonaws.com")]
    public async Task Control_calls_name_a_loopback_host(string host)
    {
        var answer = await SendAsync("GET /restapis", "Host: " + host);

        Assert.Equal(200, answer.Status);
        using var apis = JsonDocument.Parse(answer.Body);
        Assert.Equal(JsonValueKind.Object, apis.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("Host: evil.example.com", null)]
    [InlineData("Host: localhost.evil.example.com", null)]
    [InlineData("Host: 10.0.0.1", null)]
    [InlineData("Host: localhost", "Origin: https://evil.example.com")]
    [InlineData("Host: localhost", "Origin: null")]
    [InlineData("Host: localhost", "Origin: http://localhost.evil.example.com")]
    public async Task Pages_of_other_origins_are_kept_out(string host, string? origin)
    {
        foreach (var requestLine in new[] { "GET /restapis", "GET /health/ready", "GET /_portico/fidelity", "GET /" })
        {
            var answer = await SendAsync(requestLine, origin is null ? [host] : [host, origin]);

            Assert.Equal(403, answer.Status);
            Assert.Equal("AccessDeniedException", answer["x-amzn-ErrorType"]);
        }
    }

    [Fact]
    public async Task A_page_of_a_loopback_origin_may_call() =>
        Assert.Equal(200, (await SendAsync("GET /restapis", "Host: localhost", "Origin: http://localhost:3000")).Status);

    [Fact]
    public async Task A_refused_call_changes_nothing()
    {
        const string Body = """{"name":"evil-api"}""";
        Assert.Equal(403, (await SendAsync("POST /restapis", ["Host: evil.example.com", $"Content-Length: {Body.Length}"], Body)).Status);

        Assert.DoesNotContain("evil-api", (await SendAsync("GET /restapis?limit=500", "Host: localhost")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_aws/execute-api/../../restapis")]
    [InlineData("/restapis/../_aws/execute-api/x/y")]
    public async Task A_path_with_dot_segments_does_not_go_round_the_guard(string target) =>
        Assert.Equal(403, (await SendAsync("GET " + target, "Host: evil.example.com")).Status);

    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/_portico/fidelity", 200)]
    [InlineData("/metrics", 200)]
    [InlineData("/_portico/nothing", 501)]
    [InlineData("/v2/apis", 501)]
    [InlineData("/2015-03-31/functions", 200)]
    public async Task Other_pages_answer(string target, int status) => Assert.Equal(status, (await SendAsync("GET " + target, "Host: localhost")).Status);

    [Theory]
    [InlineData("GET /health/live")]
    [InlineData("GET /_portico/fidelity")]
    [InlineData("POST /restapis")]
    public async Task The_data_planes_listener_has_no_control_plane(string requestLine)
    {
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(requestLine + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

        (await connection.ReceiveAsync()).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
    }

    [Theory]
    [InlineData("Content-Length: 209715200", 413)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5", 400)]
    public async Task An_api_called_here_keeps_its_limits(string lines, int status)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/pets", "pets", "post")));

        Assert.Equal(status, (await SendAsync($"POST /_aws/execute-api/{api.Id}/test/pets", "Host: localhost", lines)).Status);
    }

    [Fact]
    public async Task A_streamed_answer_passes_here_as_well()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok(new string('x', 300_000)));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/big", "get")));

        Assert.Equal(300_000, (await SendAsync($"GET /_aws/execute-api/{api.Id}/test/big", "Host: localhost")).Body.Length);
    }

    private Task<Answer> SendAsync(string requestLine, params string[] lines) => SendAsync(requestLine, lines, "");

    private async Task<Answer> SendAsync(string requestLine, string[] lines, string body)
    {
        using var connection = await RawConnection.OpenAsync(gateway.ControlPort);
        await connection.SendAsync($"{requestLine} HTTP/1.1\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n{body}");
        return await connection.ReceiveAsync();
    }
}
