using System.Collections.Frozen;

namespace Portico.Aws.Vocabulary;

/// <summary>What REST APIs do to headers by name: documented lists, refined by what was recorded from AWS.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis"/>
public static class HeaderRules
{
    /// <summary>The prefix under which a header that the gateway owns comes back to the client.</summary>
    public const string RemappedPrefix = "x-amzn-Remapped-";

    /// <summary>Of the client's request: never seen by mappings, templates or proxies.</summary>
    public static FrozenSet<string> DroppedFromClient { get; } = Set(
        "Connection", "Content-Length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Transfer-Encoding", "Trailer",
        "Upgrade", "WWW-Authenticate", "Keep-Alive", "Proxy-Connection");

    /// <summary>Of the client's request: seen by mappings, but not handed on by HTTP_PROXY.</summary>
    public static FrozenSet<string> NotProxiedToHttp { get; } = Set(
        [.. DroppedFromClient, "Host", "Content-Encoding", "Via", "X-Amzn-Trace-Id", "X-Amzn-Apigateway-Api-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"]);

    /// <summary>A request mapping to one of these makes every call fail with 500.</summary>
    public static FrozenSet<string> IllegalMappingTargets { get; } = Set("Content-Length", "Transfer-Encoding", "X-Amzn-Trace-Id", "X-Amzn-Apigateway-Api-Id");

    /// <summary>The same for AWS and AWS_PROXY integrations, beside <see cref="IllegalMappingTargets"/>.</summary>
    public static FrozenSet<string> IllegalMappingTargetsOfAws { get; } = Set("Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE");

    /// <summary>Mapped for an HTTP or HTTP_PROXY integration, but silently left out.</summary>
    public static FrozenSet<string> NotSentToHttp { get; } = Set("Connection", "Expect", "Proxy-Authenticate", "TE", "Via");

    /// <summary>Response mappings to these come back under <see cref="RemappedPrefix"/>.</summary>
    public static FrozenSet<string> RemappedInMappedResponse { get; } = Set(
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Proxy-Authenticate", "Server", "Trailer",
        "Upgrade", "User-Agent", "WWW-Authenticate");

    /// <summary>Response mappings to these are dropped.</summary>
    public static FrozenSet<string> DroppedFromMappedResponse { get; } = Set("Transfer-Encoding");

    /// <summary>A proxied back end's headers that come back under <see cref="RemappedPrefix"/>.</summary>
    public static FrozenSet<string> RemappedInProxyResponse { get; } = Set(
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Max-Forwards", "Server", "User-Agent", "WWW-Authenticate", "x-amzn-RequestId");

    /// <summary>A proxied back end's headers that are dropped.</summary>
    public static FrozenSet<string> DroppedFromProxyResponse { get; } = Set(
        "Transfer-Encoding", "Via", "Expect", "Proxy-Authenticate", "Trailer", "Upgrade", "TE", "Host", "Keep-Alive", "Proxy-Connection", "x-amz-apigw-id");

    /// <summary>
    /// The names of <see cref="RemappedInProxyResponse"/> with what they become, and those of <see cref="DroppedFromProxyResponse"/> with null: one look
    /// decides about a header of an answer.
    /// </summary>
    public static FrozenDictionary<string, string?> ProxyResponse { get; } = RemappedInProxyResponse.Select(name => KeyValuePair.Create(name, (string?)(RemappedPrefix + name)))
        .Concat(DroppedFromProxyResponse.Select(name => KeyValuePair.Create(name, (string?)null)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A function's headers that are dropped from its proxied answer; unlike those of HTTP back ends, Via passes.</summary>
    public static FrozenSet<string> DroppedFromLambdaResponse { get; } = Set([.. DroppedFromProxyResponse.Where(name => name != "Via")]);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
