using System.Text.RegularExpressions;
using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>The keys under which templates and models stand.</summary>
public static partial class MediaTypes
{
    /// <summary>True for <c>type/subtype</c>, parameters allowed.</summary>
    public static bool IsMediaType(string text) => MediaType().IsMatch(text);

    /// <exception cref="ServiceException">The text is no media type.</exception>
    public static void Check(string text)
    {
        if (!IsMediaType(text)) throw ServiceException.BadRequest($"Validation Result: warnings : [], errors : [Invalid content type specified: {text}]");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9!#$&^_.+*-]+/[A-Za-z0-9!#$&^_.+*-]+(\s*;.*)?\z")]
    private static partial Regex MediaType();
}
