using System.Text;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Answers that are handed on while the function makes them.</summary>
public sealed class StreamTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task Metadata_become_the_head_and_pieces_arrive_as_they_are_made()
    {
        var gate = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var api = await DeployAsync($$"""
            import fs from 'node:fs';
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'Content-Type': 'text/event-stream', own: 'yes' }, cookies: ['a=1', 'b=2'] });
              stream.write('first;');
              while (!fs.existsSync('{{gate}}')) await new Promise((r) => setTimeout(r, 5));
              stream.write('second');
              stream.end();
            });
            """);
        using var connection = await gateway.ConnectAsync();
        await connection.SendAsync(api.RawHead("GET /test/x"));

        var head = await connection.ReceiveHeadAsync();
        Assert.StartsWith("HTTP/1.1 201", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/event-stream\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nown: yes\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nTransfer-Encoding: chunked", head, StringComparison.Ordinal);
        Assert.Equal("first;", Encoding.UTF8.GetString(await connection.ReceiveChunkAsync()));
        await File.WriteAllTextAsync(gate, "go");
        Assert.Equal("second", Encoding.UTF8.GetString(await connection.ReceiveChunkAsync()));
        Assert.Empty(await connection.ReceiveChunkAsync());
        File.Delete(gate);
    }

    [Fact]
    public async Task More_than_a_buffered_answer_may_have_is_streamed_whole()
    {
        var api = await DeployAsync("""
            import { pipeline } from 'node:stream/promises';
            import { Readable } from 'node:stream';
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, { statusCode: 200 });
              await pipeline(Readable.from((function* () { for (let i = 0; i < 300; i++) yield Buffer.alloc(100000, i % 251); })()), stream);
            });
            """);

        var answer = await api.GetAsync("/x");

        Assert.Equal(30_000_000, answer.Body.Length);
        Assert.Equal(299 % 251, answer.Body[^1]);
        Assert.Equal("application/json", answer["Content-Type"]);
    }

    [Fact]
    public async Task A_length_that_the_function_tells_frames_the_answer()
    {
        var api = await DeployAsync("""
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, { headers: { 'Content-Length': '5' } });
              stream.end('12345beyond');
            });
            """);

        var answer = await api.GetAsync("/x");

        answer.Is(200, "12345");
        Assert.Equal("5", answer["Content-Length"]);
    }

    [Theory]
    [InlineData("stream.write('no metadata'); stream.end();", 500)]
    [InlineData("stream.write('x'.repeat(20000)); stream.end();", 500)]
    [InlineData("stream.setContentType('application/vnd.awslambda.http-integration-response'); stream.write('{\"wrong\":1}\\0\\0\\0\\0\\0\\0\\0\\0'); stream.end();", 500)]
    [InlineData("throw new Error('before');", 502)]
    [InlineData("process.exit(1);", 502)]
    public async Task A_stream_of_another_form_is_a_server_error(string code, int status)
    {
        var api = await DeployAsync($"export const handler = awslambda.streamifyResponse(async (event, stream) => {{ {code} }});");

        (await api.GetAsync("/x")).IsRefusal(status, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_that_does_not_stream_is_a_server_error()
    {
        var api = await DeployAsync("export const handler = async () => ({ statusCode: 200 });");

        (await api.GetAsync("/x")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("throw new Error('in the middle');")]
    [InlineData("process.exit(1);")]
    public async Task A_failure_in_the_middle_breaks_the_answer_off(string code)
    {
        var api = await DeployAsync($$"""
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, {});
              stream.write('first;');
              await new Promise((r) => setTimeout(r, 50));
              {{code}}
            });
            """);
        using var connection = await gateway.ConnectAsync();
        await connection.SendAsync(api.RawHead("GET /test/x"));

        Assert.StartsWith("HTTP/1.1 200", await connection.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("first;", Encoding.UTF8.GetString(await connection.ReceiveChunkAsync()));
        await connection.WaitForCloseAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_disturb_the_function()
    {
        var api = await DeployAsync("""
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              stream = awslambda.HttpResponseStream.from(stream, {});
              for (let i = 0; i < 100; i++) if (!stream.write(Buffer.alloc(100000))) await new Promise((r) => stream.once('drain', r));
              stream.end();
            });
            """);
        using (var connection = await gateway.ConnectAsync())
        {
            await connection.SendAsync(api.RawHead("GET /test/x"));
            await connection.ReceiveHeadAsync();
        }

        Assert.Equal(10_000_000, (await api.GetAsync("/x")).Body.Length);
    }

    [Fact]
    public async Task A_first_piece_that_is_late_is_a_timeout()
    {
        var api = await DeployAsync("export const handler = awslambda.streamifyResponse(async (event, stream) => { await new Promise((r) => setTimeout(r, 5000)); stream.end(); });", "timeoutInMillis: 50");

        (await api.GetAsync("/x")).IsRefusal(504, "InternalServerErrorException", """{"message": "Endpoint request timed out"}""");
    }

    private async Task<DeployedApi> DeployAsync(string code, string more = "")
    {
        var function = await gateway.Functions.NodeAsync(code);
        return await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Streamed(function, more))));
    }
}
