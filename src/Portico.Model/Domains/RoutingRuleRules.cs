using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Domains;

/// <summary>AWS's rules about routing rules.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html"/>
public static partial class RoutingRuleRules
{
    /// <summary>How many a domain name can have.</summary>
    public const int MaxRules = 50;

    private const int MaxHeaders = 2;
    private const int MaxHeaderLength = 40;
    private const int MaxGlobLength = 128;
    private const int MaxInfixLength = 40;
    private const int MaxBasePathLength = 128;

    // What proxies and AWS itself set or take away.
    private static readonly string[] ForbiddenHeaders =
    [
        "authorization", "connection", "content-encoding", "content-length", "content-location", "forwarded", "keep-alive", "origin", "proxy-authenticate", "proxy-authorization", "te", "trailers",
        "transfer-encoding", "upgrade", "x-apigw-api-id", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "via",
    ];

    private static readonly string[] ForbiddenPrefixes = ["access-control-", "apigw-", "x-amz-", "x-amzn-"];

    /// <summary>The rule, or a refusal.</summary>
    public static RoutingRule Checked(DomainName domain, RoutingRule rule)
    {
        if (domain.Types.Contains(EndpointType.EDGE)) throw ServiceException.BadRequest("Routing rules are not supported for edge-optimized custom domain names");
        if (rule.Headers.Length > MaxHeaders) throw ServiceException.BadRequest($"A routing rule can have at most {MaxHeaders} matchHeaders conditions");
        foreach (var header in rule.Headers) Check(header);
        if (rule.BasePath is { } path && (path.Length > MaxBasePathLength || !Segments().IsMatch(path)))
        {
            throw ServiceException.BadRequest($"Invalid base path '{path}' specified: use segments of letters, digits and $-_.+!*'() separated by single slashes, without one at the beginning, at most {MaxBasePathLength} characters");
        }

        return rule;
    }

    private static void Check(HeaderCondition condition)
    {
        var (header, glob) = condition;
        if (header.Length > MaxHeaderLength || !Token().IsMatch(header)) throw ServiceException.BadRequest($"Invalid header name '{header}' specified: use at most {MaxHeaderLength} characters of those that header names have");
        var lower = header.ToLowerInvariant();
        if (ForbiddenHeaders.Contains(lower) || ForbiddenPrefixes.Any(prefix => lower.StartsWith(prefix, StringComparison.Ordinal)))
        {
            throw ServiceException.BadRequest($"The header '{header}' cannot be used in a routing rule condition");
        }

        var inner = glob.TrimStart('*').TrimEnd('*');
        if (glob.Length is 0 or > MaxGlobLength || inner.Contains('*', StringComparison.Ordinal) || glob.Length - inner.Length > 2 || (inner.Length > 0 && (glob.StartsWith("**", StringComparison.Ordinal) || glob.EndsWith("**", StringComparison.Ordinal))))
        {
            throw ServiceException.BadRequest($"Invalid value glob '{glob}' specified: use at most {MaxGlobLength} characters with one asterisk at the beginning, at the end, or at both");
        }

        if (glob.Length > 1 && glob[0] == '*' && glob[^1] == '*' && inner.Length > MaxInfixLength) throw ServiceException.BadRequest($"Invalid value glob '{glob}' specified: between two asterisks stand at most {MaxInfixLength} characters");
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9!#$%&'*+\-.^_`|~]+\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[a-zA-Z0-9$\-_.+!*'()]+(?:/[a-zA-Z0-9$\-_.+!*'()]+)*\z")]
    private static partial Regex Segments();
}
