using System.Text.RegularExpressions;
using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>The keys under which templates and models stand.</summary>
public static partial class MediaTypes
{
    /// <summary>The key for every type that has no entry of its own.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-validation-set-up.html"/>
    public const string Default = "$default";

    /// <summary>True for <c>type/subtype</c>, parameters allowed.</summary>
    public static bool IsMediaType(string text) => MediaType().IsMatch(text);

    /// <exception cref="ServiceException">The text is neither a media type nor <see cref="Default"/>.</exception>
    public static void CheckKey(string text)
    {
        if (text != Default) Check(text);
    }

    /// <exception cref="ServiceException">The text is no media type.</exception>
    public static void Check(string text)
    {
        if (!IsMediaType(text)) throw ServiceException.BadRequest($"Validation Result: warnings : [], errors : [Invalid content type specified: {text}]");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$&^_.+*-]+/[A-Za-z0-9!#$&^_.+*-]+(\s*;.*)?\z")]
    private static partial Regex MediaType();
}
