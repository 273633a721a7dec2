using System.Buffers;
using System.Text;
using Portico.Aws.Signing;
using Portico.Tests.Running;

namespace Portico.Tests.Callers;

/// <summary>Bodies that a signature covers as a whole, not at all, or in chunks.</summary>
public sealed class PayloadFormTests(RunningGateway gateway)
{
    private readonly IamClient _iam = new(gateway);

    [Theory]
    [InlineData("")]
    [InlineData("any body")]
    public async Task A_body_that_its_signer_left_out_is_taken_as_it_is(string body)
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = Sign(api, credentials, PayloadHash.Unsigned);

        Assert.Equal(200, (await api.CallAsync("POST", "/x", Encoding.ASCII.GetBytes(body), "text/plain", lines)).Status);
        Assert.Equal(body, backEnd.Single().Text);
    }

    [Fact]
    public async Task Nobody_else_can_say_that_a_body_was_left_out()
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = Sign(api, credentials, PayloadHash.Of("signed"u8)).Where(line => !line.Name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase)).Append(("X-Amz-Content-Sha256", PayloadHash.Unsigned));

        Assert.Equal("InvalidSignatureException", (await api.CallAsync("POST", "/x", "sent"u8.ToArray(), "text/plain", [.. lines]))["x-amzn-ErrorType"]);
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Signed_chunks_reach_the_back_end_as_the_body_itself(int chunkBytes)
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = Sign(api, credentials, PayloadHash.Streaming, ("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "11"));

        var answer = await api.CallAsync("POST", "/x", Chunks(lines, credentials, "hello world", chunkBytes), "text/plain", lines);

        Assert.True(answer.Status == 200, answer.Text);
        var received = backEnd.Single();
        Assert.Equal("hello world", received.Text);
        Assert.Equal(("11", null), (received["Content-Length"], received["Content-Encoding"]));
    }

    [Theory]
    [InlineData("hello", "jello")]
    [InlineData(";chunk-signature=", ";chunk-signature=0")]
    [InlineData("\r\n0;", "\r\n")]
    public async Task A_chunk_that_was_changed_is_refused(string from, string to)
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = Sign(api, credentials, PayloadHash.Streaming, ("Content-Encoding", "aws-chunked"));
        var text = Encoding.ASCII.GetString(Chunks(lines, credentials, "hello world", 100)).Replace(from, to, StringComparison.Ordinal);

        Assert.Equal("InvalidSignatureException", (await api.CallAsync("POST", "/x", Encoding.ASCII.GetBytes(text), "text/plain", lines))["x-amzn-ErrorType"]);
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task A_body_shorter_than_declared_is_refused()
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = Sign(api, credentials, PayloadHash.Streaming, ("x-amz-decoded-content-length", "12"));

        Assert.Equal(403, (await api.CallAsync("POST", "/x", Chunks(lines, credentials, "hello world", 100), "text/plain", lines)).Status);
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task Chunks_without_signatures_have_a_trailer()
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = Sign(api, credentials, PayloadHash.StreamingUnsignedTrailer, ("Content-Encoding", "aws-chunked"));

        Assert.Equal(200, (await api.CallAsync("POST", "/x", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"u8.ToArray(), "text/plain", lines)).Status);
        var received = backEnd.Single();
        Assert.Equal(("hello", "5"), (received.Text, received["Content-Length"]));
    }

    [Fact]
    public async Task A_method_that_the_signature_does_not_cover_is_not_called()
    {
        using var backEnd = BackEnd.Answering();
        var (api, credentials) = await StartAsync(backEnd);
        var lines = SignedCalls.Sign(api, credentials, "GET", "/x").Select(line => (line.Key, line.Value)).Append(("X-HTTP-Method-Override", "DELETE"));

        Assert.Equal("InvalidSignatureException", (await api.GetAsync("/x", [.. lines]))["x-amzn-ErrorType"]);
        backEnd.WasNotCalled();
    }

    private async Task<(DeployedApi Api, AwsCredentials Credentials)> StartAsync(BackEnd backEnd)
    {
        var proxy = OpenApi.Proxy($"{backEnd.Url}/{{proxy}}").Replace("  x-amazon-apigateway-any-method:\n", "  x-amazon-apigateway-any-method:\n    security: [{ sigv4: [] }]\n", StringComparison.Ordinal);
        return (await gateway.DeployAsync(OpenApi.Of(proxy, IamMethodTests.Schemes)), (await _iam.NewUserAsync(IamMethodTests.InvokeAll)).Credentials);
    }

    private static (string Name, string Value)[] Sign(DeployedApi api, AwsCredentials credentials, string payload, params (string Name, string Value)[] headers)
    {
        List<KeyValuePair<string, string>> own = [new("X-Amz-Content-Sha256", payload), .. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))];
        var signed = new RequestSigner(new SigningKeyCache(), TimeProvider.System).Sign("POST", $"/{api.Stage}/x", "", [new("Host", api.Host), .. own], payload, credentials, SignedCalls.Region, "execute-api");
        return [.. own.Concat(signed).DistinctBy(line => line.Key, StringComparer.OrdinalIgnoreCase).Select(line => (line.Key, line.Value))];
    }

    private static byte[] Chunks((string Name, string Value)[] lines, AwsCredentials credentials, string body, int chunkBytes)
    {
        string Value(string name) => lines.Single(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

        var date = Value("X-Amz-Date");
        var buffer = new ArrayBufferWriter<byte>();
        var signatures = new ChunkSignatures(new SigningKeyCache(), credentials, new SigningScope(date[..8], SignedCalls.Region, "execute-api"), date, Value("Authorization").Split("Signature=")[1]);
        ChunkedPayload.Write(buffer, Encoding.ASCII.GetBytes(body), chunkBytes, signatures);
        return buffer.WrittenSpan.ToArray();
    }
}
