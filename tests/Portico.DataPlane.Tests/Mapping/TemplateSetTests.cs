using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Tests.Mapping;

public sealed class TemplateSetTests
{
    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("APPLICATION/JSON", "application/json")]
    [InlineData("text/xml", "text/xml")]
    [InlineData("text/plain", null)]
    public void A_request_takes_the_template_of_its_media_type(string mediaType, string? expected) =>
        Assert.Equal(expected, Set("text/xml", "application/json").ForRequest(mediaType)?.MediaType);

    [Fact]
    public void A_request_of_another_type_takes_the_template_named_default() => Assert.Equal("$default", Set("application/json", "$default").ForRequest("text/plain")?.MediaType);

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("text/xml", "text/xml")]
    [InlineData("text/xml;q=0.5, application/json", "text/xml")]
    [InlineData("image/png", "application/json")]
    public void A_response_takes_the_template_of_the_first_accepted_type_else_JSON(string? accept, string expected) =>
        Assert.Equal(expected, Set("text/xml", "application/json").ForResponse(accept)?.MediaType);

    [Fact]
    public void A_response_without_a_JSON_template_takes_the_first() => Assert.Equal("text/xml", Set("text/xml", "text/plain").ForResponse("image/png")?.MediaType);

    private static TemplateSet Set(params string[] types) => new([.. types.Select(type => new TemplateEntry(type, new PlainTextTemplate(type)))]);
}
