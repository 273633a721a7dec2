using Portico.DataPlane.Media;

namespace Portico.DataPlane.Tests.Media;

public sealed class BinaryMediaTypesTests
{
    [Theory]
    [InlineData("image/png", true, "image/png")]
    [InlineData("IMAGE/PNG", true, "image/png")]
    [InlineData("image/png; q=1", true, "image/png")]
    [InlineData("image/png, text/html", true, "image/png")]
    [InlineData("text/html, image/png", false, "image/png")]
    [InlineData("image/gif", false, "image/png")]
    [InlineData("image/gif", true, "image/*")]
    [InlineData("text/plain", true, "*/*")]
    [InlineData("*/*", false, "image/png")]
    [InlineData(null, false, "*/*")]
    [InlineData("text/plain", false)]
    public void A_header_names_a_binary_type_by_its_first_media_type(string? header, bool expected, params string[] types) =>
        Assert.Equal(expected, new BinaryMediaTypes(types).Matches(header));
}
