using System.Text;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Tests.Mapping;

public sealed class ContentConversionsTests
{
    // Spec 04 §10, request table; recorded facts 251-253.
    [Theory]
    [InlineData(false, ContentHandling.None, BodyConversion.Utf8Text)]
    [InlineData(false, ContentHandling.ConvertToText, BodyConversion.Utf8Text)]
    [InlineData(false, ContentHandling.ConvertToBinary, BodyConversion.Base64Decode)]
    [InlineData(true, ContentHandling.None, BodyConversion.Keep)]
    [InlineData(true, ContentHandling.ConvertToBinary, BodyConversion.Keep)]
    [InlineData(true, ContentHandling.ConvertToText, BodyConversion.Base64Encode)]
    public void A_request_is_converted_as_the_table_says(bool binary, ContentHandling handling, BodyConversion expected) =>
        Assert.Equal(expected, ContentConversions.ForRequest(binary, handling));

    // Recorded facts 254-260.
    [Theory]
    [InlineData(false, false, ContentHandling.None, BodyConversion.Utf8Text)]
    [InlineData(false, true, ContentHandling.None, BodyConversion.Base64Decode)]
    [InlineData(true, true, ContentHandling.None, BodyConversion.Keep)]
    [InlineData(true, false, ContentHandling.None, BodyConversion.Base64Encode)]
    [InlineData(false, false, ContentHandling.ConvertToBinary, BodyConversion.Base64Decode)]
    [InlineData(false, true, ContentHandling.ConvertToBinary, BodyConversion.Base64Decode)]
    [InlineData(true, false, ContentHandling.ConvertToBinary, BodyConversion.Keep)]
    [InlineData(true, true, ContentHandling.ConvertToBinary, BodyConversion.Keep)]
    [InlineData(false, true, ContentHandling.ConvertToText, BodyConversion.Utf8Text)]
    [InlineData(true, true, ContentHandling.ConvertToText, BodyConversion.Base64Encode)]
    [InlineData(true, false, ContentHandling.ConvertToText, BodyConversion.Base64Encode)]
    public void A_response_is_converted_as_the_table_says(bool binary, bool accepted, ContentHandling handling, BodyConversion expected) =>
        Assert.Equal(expected, ContentConversions.ForResponse(binary, accepted, handling));

    [Theory]
    [InlineData(BodyConversion.Keep, "00FF41", "00FF41")]
    [InlineData(BodyConversion.Utf8Text, "41C3A9", "41C3A9")]
    [InlineData(BodyConversion.Utf8Text, "41FF42", "41EFBFBD42")]
    [InlineData(BodyConversion.Base64Encode, "00FF41", "41503942")]
    [InlineData(BodyConversion.Base64Decode, "41503942", "00FF41")]
    [InlineData(BodyConversion.Base64Decode, "", "")]
    public void A_body_becomes_what_its_next_reader_takes(BodyConversion conversion, string hex, string expectedHex)
    {
        ReadOnlyMemory<byte> body = Convert.FromHexString(hex);

        Assert.True(conversion.TryApply(ref body, new PayloadBuffer()));

        Assert.Equal(expectedHex, Convert.ToHexString(body.Span));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("QQ")]
    public void Text_that_is_not_base64_cannot_become_bytes(string text)
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(text);

        Assert.False(BodyConversion.Base64Decode.TryApply(ref body, new PayloadBuffer()));
    }
}
