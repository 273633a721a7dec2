using System.Text;
using CsCheck;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Tests.Http.Upstream;

public sealed class ResponseHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK|Content-Length: 5", "GET", 200, "Length", true)]
    [InlineData("HTTP/1.1 200|Content-Length: 5", "GET", 200, "Length", true)]
    [InlineData("HTTP/1.1 200 |Content-Length: 5|Content-Length: 5", "GET", 200, "Length", true)]
    [InlineData("HTTP/1.0 200 OK|Content-Length: 5", "GET", 200, "Length", false)]
    [InlineData("HTTP/1.0 200 OK|Content-Length: 5|Connection: keep-alive", "GET", 200, "Length", true)]
    [InlineData("HTTP/1.1 200 OK|Content-Length: 5|connection: Close", "GET", 200, "Length", false)]
    [InlineData("HTTP/1.1 200 OK|Transfer-Encoding: chunked", "GET", 200, "Chunked", true)]
    [InlineData("HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Length: 5", "GET", 200, "Chunked", false)]
    [InlineData("HTTP/1.1 200 OK|X: y", "GET", 200, "UntilClose", false)]
    [InlineData("HTTP/1.1 204 No Content", "GET", 204, "None", true)]
    [InlineData("HTTP/1.1 304 Not Modified|Content-Length: 5", "GET", 304, "None", true)]
    [InlineData("HTTP/1.1 200 OK|Content-Length: 5", "HEAD", 200, "None", true)]
    public void A_head_says_where_its_body_ends(string head, string method, int status, string framing, bool keeps)
    {
        var read = Read(head, method);

        Assert.Equal((status, framing, keeps), (read.Status, read.Framing.ToString(), read.KeepsConnection));
    }

    [Theory]
    [InlineData("HTTP/2 200 OK")]
    [InlineData("HTTP/1.2 200 OK")]
    [InlineData("http/1.1 200 OK")]
    [InlineData("HTTP/1.1 20 OK")]
    [InlineData("HTTP/1.1 2000 OK")]
    [InlineData("HTTP/1.1 099 OK")]
    [InlineData("HTTP/1.1 600 OK")]
    [InlineData("HTTP/1.1  200 OK")]
    [InlineData("HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6")]
    [InlineData("HTTP/1.1 200 OK|Content-Length: -5")]
    [InlineData("HTTP/1.1 200 OK|Content-Length: +5")]
    [InlineData("HTTP/1.1 200 OK|Content-Length: 5, 5")]
    [InlineData("HTTP/1.1 200 OK|Content-Length: 99999999999999999999")]
    [InlineData("HTTP/1.1 200 OK|Content-Length:")]
    [InlineData("HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked")]
    [InlineData("HTTP/1.1 200 OK|Transfer-Encoding: identity")]
    [InlineData("HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: chunked")]
    [InlineData("HTTP/1.1 200 OK|No colon")]
    [InlineData("HTTP/1.1 200 OK|: no name")]
    [InlineData("HTTP/1.1 200 OK|Bad name: x")]
    [InlineData("HTTP/1.1 200 OK|Name : x")]
    [InlineData("HTTP/1.1 200 OK|X: a| folded")]
    [InlineData("HTTP/1.1 200 OK|X: nul\0")]
    [InlineData("HTTP/1.1 200 OK|X: bare\rreturn")]
    public void What_two_readers_could_take_differently_is_refused(string head) =>
        Assert.Equal(UpstreamError.Protocol, Assert.Throws<UpstreamException>(() => Read(head, "GET")).Error);

    [Fact]
    public void Header_lines_keep_order_spelling_and_repetition()
    {
        var read = Read("HTTP/1.1 200 OK|x-One:  1 |Set-Cookie: a|set-cookie: b|Empty:", "GET");

        Assert.Equal([("x-One", "1"), ("Set-Cookie", "a"), ("set-cookie", "b"), ("Empty", "")], read.Headers.Lines.ToArray());
    }

    [Fact]
    public void Any_bytes_give_a_head_or_a_refusal() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        try
        {
            new ResponseHead().Read([.. "HTTP/1.1 200 OK\r\n"u8, .. bytes, .. "\r\n\r\n"u8], "GET");
        }
        catch (UpstreamException refusal)
        {
            Assert.Equal(UpstreamError.Protocol, refusal.Error);
        }
    });

    private static ResponseHead Read(string head, string method)
    {
        var read = new ResponseHead();
        read.Read(Encoding.Latin1.GetBytes(head.Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n\r\n"), method);
        return read;
    }
}
