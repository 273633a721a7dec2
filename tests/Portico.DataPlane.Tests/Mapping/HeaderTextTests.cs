using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Tests.Mapping;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("tab\tstays", "tab\tstays")]
    [InlineData("a\r\nSet-Cookie: x=1", "a  Set-Cookie: x=1")]
    [InlineData("nul\0", "nul ")]
    [InlineData("\u00e9", "\u00e9")]
    [InlineData("\u20ac", "\u00e2\u0082\u00ac")]
    [InlineData("\u20ac\n", "\u00e2\u0082\u00ac ")]
    public void A_value_never_begins_a_line_of_its_own(string value, string expected) => Assert.Equal(expected, HeaderText.Clean(value));
}
