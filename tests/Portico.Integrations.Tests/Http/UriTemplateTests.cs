using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;

namespace Portico.Integrations.Tests.Http;

public sealed class UriTemplateTests
{
    [Theory]
    [InlineData("http://host/a", "http://host:80 /a")]
    [InlineData("http://host", "http://host:80 /")]
    [InlineData("http://host?x=1", "http://host:80 /?x=1")]
    [InlineData("https://host/a", "https://host:443 /a")]
    [InlineData("http://host:9000/a/{id}/b", "http://host:9000 /a/7/b")]
    [InlineData("http://host/{proxy+}", "http://host:80 /x/y%20z")]
    [InlineData("http://{name}.internal/a", "http://pets.internal:80 /a")]
    [InlineData("http://[::1]:81/a", "http://::1:81 /a")]
    [InlineData("http://host/{unknown}/b", "http://host:80 //b")]
    [InlineData("http://host/a b", "http://host:80 /a%20b")]
    [InlineData("http://host/{evil}", "http://host:80 /a%0D%0AX:%20y")]
    public void A_URI_leads_to_an_origin_and_a_target(string uri, string expected)
    {
        var path = new HeaderList();
        path.Add("id", "7");
        path.Add("proxy", "x/y%20z");
        path.Add("name", "pets");
        path.Add("evil", "a\r\nX: y");

        var resolved = UriTemplate.TryParse(uri)?.Resolve(path);

        Assert.Equal(expected, resolved is var (origin, target) ? $"{origin.Scheme}://{origin.Host}:{origin.Port} {target}" : null);
    }

    [Theory]
    [InlineData("ftp://host/a")]
    [InlineData("host/a")]
    [InlineData("http:///a")]
    [InlineData("http://user:secret@host/")]
    [InlineData("http://ho st/")]
    [InlineData("http://host:99999/")]
    public void What_is_no_http_address_leads_nowhere(string uri) => Assert.Null(UriTemplate.TryParse(uri));

    [Fact]
    public void A_placeholder_that_leaves_the_host_empty_leads_nowhere() => Assert.Null(UriTemplate.TryParse("http://{none}/a")?.Resolve(new HeaderList()));
}
