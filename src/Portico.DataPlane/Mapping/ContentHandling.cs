using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Mapping;

/// <summary>What a definition asks to be done with a body's form.</summary>
public enum ContentHandling
{
    None,
    ConvertToText,
    ConvertToBinary,
}

/// <summary>What has to be done with a body to give it the form that the next reader takes.</summary>
public enum BodyConversion
{
    /// <summary>Bytes as they are.</summary>
    Keep,

    /// <summary>Text as it is, with invalid UTF-8 replaced by U+FFFD.</summary>
    Utf8Text,
    Base64Encode,
    Base64Decode,
}

/// <summary>The matrix of content handling: one table for requests and one for responses.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html"/>
public static class ContentConversions
{
    public static BodyConversion ForRequest(bool payloadIsBinary, ContentHandling handling) => (payloadIsBinary, handling) switch
    {
        (true, ContentHandling.ConvertToText) => BodyConversion.Base64Encode,
        (true, _) => BodyConversion.Keep,
        (false, ContentHandling.ConvertToBinary) => BodyConversion.Base64Decode,
        (false, _) => BodyConversion.Utf8Text,
    };

    public static BodyConversion ForResponse(bool payloadIsBinary, bool clientAcceptsBinary, ContentHandling handling) => (payloadIsBinary, clientAcceptsBinary, handling) switch
    {
        (true, _, ContentHandling.ConvertToBinary) => BodyConversion.Keep,
        (false, _, ContentHandling.ConvertToBinary) => BodyConversion.Base64Decode,
        (true, _, ContentHandling.ConvertToText) => BodyConversion.Base64Encode,
        (false, _, ContentHandling.ConvertToText) => BodyConversion.Utf8Text,
        (true, true, _) => BodyConversion.Keep,
        (true, false, _) => BodyConversion.Base64Encode,
        (false, true, _) => BodyConversion.Base64Decode,
        (false, false, _) => BodyConversion.Utf8Text,
    };

    /// <summary>True when the result is text, which a template can take.</summary>
    public static bool GivesText(this BodyConversion conversion) => conversion is BodyConversion.Utf8Text or BodyConversion.Base64Encode;

    /// <summary>Converts a body.</summary>
    /// <param name="conversion">What to do.</param>
    /// <param name="body">The body; replaced by the result, which stands in <paramref name="scratch"/> when something had to be done.</param>
    /// <param name="scratch">Memory for the result; must not hold <paramref name="body"/>.</param>
    /// <returns>False when the body is not base64 and had to be decoded.</returns>
    public static bool TryApply(this BodyConversion conversion, ref ReadOnlyMemory<byte> body, PayloadBuffer scratch)
    {
        switch (conversion)
        {
            case BodyConversion.Utf8Text when !Utf8.IsValid(body.Span):
                scratch.Clear();
                Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span), scratch);
                body = scratch.Memory;
                return true;

            case BodyConversion.Base64Encode:
                scratch.Clear();
                Base64.EncodeToUtf8(body.Span, scratch.GetSpan(Base64.GetMaxEncodedToUtf8Length(body.Length)), out _, out var encoded);
                scratch.Advance(encoded);
                body = scratch.Memory;
                return true;

            case BodyConversion.Base64Decode when !body.IsEmpty:
                scratch.Clear();
                var status = Base64.DecodeFromUtf8(body.Span, scratch.GetSpan(Base64.GetMaxDecodedFromUtf8Length(body.Length)), out _, out var decoded);
                if (status != OperationStatus.Done) return false;
                scratch.Advance(decoded);
                body = scratch.Memory;
                return true;

            default:
                return true;
        }
    }
}
