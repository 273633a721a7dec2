using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary>A function of <c>$util</c>: one text in, one value out.</summary>
/// <param name="Name">As templates spell it.</param>
/// <param name="Summary">What it gives, for the reference page.</param>
/// <param name="Apply">Gives <see cref="VtlValue.Failure"/> for a text that it cannot take.</param>
public sealed record UtilFunction(string Name, string Summary, Func<string, VtlValue> Apply);

/// <summary>The functions of <c>$util</c>, one row each.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference"/>
public static class UtilFunctions
{
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = 256 };

    public static IReadOnlyList<UtilFunction> Rows { get; } =
    [
        new("base64Decode", "the UTF-8 text that a base64 text holds; fails for what is not base64", Base64Decode),
        new("base64Encode", "the text's UTF-8 bytes in base64", text => VtlValue.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
        new("escapeJavaScript", "the text with quotes, `\\`, `/` and control characters escaped by `\\`, and all beyond ASCII as `\\uXXXX`", text => VtlValue.Of(EscapeJavaScript(text))),
        new("parseJson", "the value that a JSON text holds, as `$input.path` gives values; text that does not begin like JSON stays a string; fails for broken JSON", ParseJson),
        new("urlDecode", "the text that a form-encoded text holds (`+` is a blank); fails for a broken `%`", UrlDecode),
        new("urlEncode", "the text form-encoded (a blank is `+`), in UTF-8", text => VtlValue.Of(UrlEncode(text))),
    ];

    private static readonly FrozenDictionary<string, UtilFunction> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    public static UtilFunction? Find(string name) => ByName.GetValueOrDefault(name);

    private static VtlValue Base64Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? VtlValue.Of(Encoding.UTF8.GetString(bytes, 0, length)) : VtlValue.Failure("base64Decode: the text is not base64");
    }

    private static VtlValue ParseJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), JsonOptions);
            var value = JsonElement.ParseValue(ref reader);
            if (!reader.Read()) return VtlValue.Of(value);
        }
        catch (JsonException)
        {
            // Told below.
        }

        return text.AsSpan().TrimStart() is ['{' or '[', ..] ? VtlValue.Failure("parseJson: the text is not JSON") : VtlValue.Of(text);
    }

    /// <summary>As Commons Lang 2.6 does it.</summary>
    private static string EscapeJavaScript(string text)
    {
        var length = 0;
        foreach (var c in text) length += EscapeLength(c);
        return length == text.Length ? text : string.Create(length, text, static (target, source) =>
        {
            foreach (var c in source)
            {
                var taken = EscapeLength(c);
                if (taken == 1)
                {
                    target[0] = c;
                }
                else
                {
                    target[0] = '\\';
                    target[1] = c switch { '\b' => 'b', '\n' => 'n', '\t' => 't', '\f' => 'f', '\r' => 'r', _ when taken == 2 => c, _ => 'u' };
                    if (taken == 6) ((int)c).TryFormat(target[2..], out _, "X4", CultureInfo.InvariantCulture);
                }

                target = target[taken..];
            }
        });
    }

    private static int EscapeLength(char c) => c switch
    {
        '\'' or '"' or '\\' or '/' or '\b' or '\n' or '\t' or '\f' or '\r' => 2,
        < ' ' or > '\u007F' => 6,
        _ => 1,
    };

    /// <summary>As Java's <c>URLEncoder</c> does it.</summary>
    private static string UrlEncode(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_') result.Append((char)b);
            else if (b == (byte)' ') result.Append('+');
            else result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return result.ToString();
    }

    private static VtlValue UrlDecode(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && (index + 2 >= text.Length || !char.IsAsciiHexDigit(text[index + 1]) || !char.IsAsciiHexDigit(text[index + 2])))
            {
                return VtlValue.Failure("urlDecode: '%' needs two hexadecimal digits");
            }
        }

        return VtlValue.Of(WebUtility.UrlDecode(text));
    }
}
