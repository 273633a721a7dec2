using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Tests.Invocations;

public sealed class QueryStringsTests
{
    // Recorded fact 233, spec 01 §3.1.
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1&b=2", "a=1|b=2")]
    [InlineData("a=1;b=2", "a=1|b=2")]
    [InlineData("a=1&a=2", "a=1|a=2")]
    [InlineData("a", "a=")]
    [InlineData("a=", "a=")]
    [InlineData("&&a=1&", "a=1")]
    [InlineData("a=x+y%2Bz", "a=x y+z")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("%C3%A9=%E2%82%AC", "é=€")]
    [InlineData("a=%zz%", "a=%zz%")]
    public void A_query_is_pairs_in_order_decoded(string raw, string expected)
    {
        var pairs = new List<(string Name, string Value)>();

        QueryStrings.Parse(raw, pairs);

        Assert.Equal(expected, string.Join('|', pairs.Select(pair => $"{pair.Name}={pair.Value}")));
    }

    [Theory]
    [InlineData("a=1", true)]
    [InlineData("a=%7C", true)]
    [InlineData("a=|", false)]
    [InlineData("a={b}", false)]
    public void Some_characters_must_be_percent_encoded(string raw, bool acceptable) => Assert.Equal(acceptable, QueryStrings.IsAcceptable(raw));
}
