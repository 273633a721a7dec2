using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Domains;

/// <summary>AWS's rules about base path mappings.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html"/>
public static partial class BasePathMappingRules
{
    private const int MaxBasePathLength = 300;

    /// <summary>A base path as it is kept.</summary>
    public static string BasePath(string? text)
    {
        if (string.IsNullOrEmpty(text) || text == BasePathMapping.None) return BasePathMapping.None;
        var path = text.StartsWith('/') ? text[1..] : text;
        return path.Length <= MaxBasePathLength && Segments().IsMatch(path)
            ? path
            : throw ServiceException.BadRequest($"Invalid base path '{text}' specified: use segments of letters, digits and $-_.+!*'() separated by single slashes, at most {MaxBasePathLength} characters");
    }

    /// <summary>A stage as it is kept: null when callers name it.</summary>
    public static string? Stage(string? text) => string.IsNullOrEmpty(text) || text == BasePathMapping.None ? null : text;

    /// <summary>Refuses a mapping that its domain name cannot have beside the others.</summary>
    public static void Check(DomainName domain, BasePathMapping mapping)
    {
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
        if (mapping.BasePath.Contains('/') && !domain.Types.Contains(EndpointType.REGIONAL))
        {
            throw ServiceException.BadRequest($"Base path '{mapping.BasePath}' has several levels, which only regional domain names can have");
        }
    }

    public static ServiceException Exists(BasePathMapping mapping) => ServiceException.Conflict(
        mapping.BasePath == BasePathMapping.None
            ? "Only one base path mapping is allowed if the base path is empty."
            : "Base path already exists for this domain name");

    [GeneratedRegex(@"\A[a-zA-Z0-9$\-_.+!*'()]+(?:/[a-zA-Z0-9$\-_.+!*'()]+)*\z")]
    private static partial Regex Segments();
}
