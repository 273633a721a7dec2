using System.Globalization;
using System.Net;
using System.Text;
using Portico.Vtl.Binding;
using Portico.Vtl.Values;

namespace Portico.Vtl.Tests.Hosting;

/// <summary>The functions of <c>$util</c>.</summary>
internal static class Functions
{
    public static VtlValue Call(string name, in VtlCall call)
    {
        if (call.Arguments.Length != 1)
            return VtlValue.Null;

        var text = call.TextOf(0);
        switch (name)
        {
            case "escapeJavaScript": return VtlValue.Of(EscapeJavaScript(text));
            case "urlEncode": return VtlValue.Of(UrlEncode(text));
            case "base64Encode": return VtlValue.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
            case "parseJson": return Request.ParseLeniently(text) is { } parsed ? VtlValue.Of(parsed) : VtlValue.Failure("parseJson: the text is not JSON");
            case "urlDecode": return UrlDecode(text);
            case "base64Decode":
                var bytes = new byte[text.Length];
                return Convert.TryFromBase64String(text, bytes, out var length) ? VtlValue.Of(Encoding.UTF8.GetString(bytes, 0, length)) : VtlValue.Failure("base64Decode: the text is not base64");

            default: return VtlValue.Null;
        }
    }

    private static string EscapeJavaScript(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '\'' or '"' or '\\' or '/' => "\\" + c,
                '\b' => "\\b",
                '\n' => "\\n",
                '\t' => "\\t",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' or > '\u007F' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        }

        return result.ToString();
    }

    private static string UrlEncode(string text)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_')
                result.Append((char)b);
            else if (b == (byte)' ')
                result.Append('+');
            else
                result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return result.ToString();
    }

    private static VtlValue UrlDecode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))
                return VtlValue.Failure("urlDecode: '%' needs two hexadecimal digits");
        }

        return VtlValue.Of(WebUtility.UrlDecode(text));
    }
}
