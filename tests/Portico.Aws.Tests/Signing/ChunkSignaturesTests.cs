using System.Buffers;
using System.Text;
using Portico.Aws.Signing;

namespace Portico.Aws.Tests.Signing;

/// <summary>The example of the S3 documentation: 65 KB of the letter a, in chunks of 64 KB.</summary>
public sealed class ChunkSignaturesTests
{
    private static readonly AwsCredentials Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly byte[] Body = Encoding.ASCII.GetBytes(new string('a', 66560));

    [Fact]
    public void The_chunks_of_the_documented_example_have_the_documented_signatures()
    {
        var chunks = Chunks();

        Assert.Equal("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", chunks.Next(Body.AsSpan(0, 65536)));
        Assert.Equal("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497", chunks.Next(Body.AsSpan(65536)));
        Assert.Equal("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", chunks.Next([]));
    }

    [Fact]
    public void The_request_of_the_documented_example_has_the_documented_seed()
    {
        var signer = new RequestSigner(new SigningKeyCache(), new HeldTime(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero)));

        var added = signer.Sign(
            "PUT", "/examplebucket/chunkObject.txt", "",
            [
                new("Host", "s3.amazonaws.com"), new("x-amz-storage-class", "REDUCED_REDUNDANCY"), new("Content-Encoding", "aws-chunked"), new("Content-Length", "66824"),
                new("x-amz-content-sha256", PayloadHash.Streaming), new("x-amz-decoded-content-length", "66560"),
            ],
            PayloadHash.Streaming, Example, "us-east-1", "s3", PathForm.AsSent);

        Assert.EndsWith(Seed, added.Single(line => line.Key == "Authorization").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_in_chunks_is_read_back()
    {
        var written = new ArrayBufferWriter<byte>();
        ChunkedPayload.Write(written, Body, 65536, Chunks());
        var read = new ArrayBufferWriter<byte>();

        Assert.True(ChunkedPayload.TryRead(written.WrittenSpan, Chunks(), read));
        Assert.Equal(Body, read.WrittenSpan);
        Assert.Equal(66824, written.WrittenCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5\r\nhello\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("ffffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("x\r\n")]
    public void Broken_framing_is_refused(string text) =>
        Assert.False(ChunkedPayload.TryRead(Encoding.ASCII.GetBytes(text), null, new ArrayBufferWriter<byte>()));

    [Fact]
    public void A_changed_chunk_is_refused()
    {
        var written = new ArrayBufferWriter<byte>();
        ChunkedPayload.Write(written, Body, 65536, Chunks());
        var changed = written.WrittenSpan.ToArray();
        changed[70000 - 4000] ^= 1;

        Assert.False(ChunkedPayload.TryRead(changed, Chunks(), new ArrayBufferWriter<byte>()));
    }

    private const string Seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

    private static ChunkSignatures Chunks() => new(new SigningKeyCache(), Example, new SigningScope("20130524", "us-east-1", "s3"), "20130524T000000Z", Seed);
}
