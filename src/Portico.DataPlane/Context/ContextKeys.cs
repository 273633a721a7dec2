namespace Portico.DataPlane.Context;

/// <summary>The keys of <c>$context</c> and of the maps in it, as templates list them; the order is the recorded one.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference"/>
public static class ContextKeys
{
    public const string RequestOverride = "requestOverride";
    public const string ResponseOverride = "responseOverride";

    /// <summary>Has the keys that the authorizer gave; there is none without an authorizer.</summary>
    public const string Authorizer = "authorizer";

    /// <summary>The claims of a token; prints as nothing.</summary>
    public const string AuthorizerClaims = "authorizer.claims";

    private static readonly string[] Root =
    [
        "resourceId", "resourcePath", "httpMethod", "extendedRequestId", "requestTime", "path", "accountId", "protocol", RequestOverride, "stage",
        "domainPrefix", "requestTimeEpoch", "requestId", "identity", "domainName", "deploymentId", ResponseOverride, "apiId",
    ];

    private static readonly string[] Identity =
    [
        "cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "sourceIp", "principalOrgId", "accessKey", "cognitoAuthenticationType",
        "cognitoAuthenticationProvider", "userArn", "userAgent", "user",
    ];

    /// <summary>Whether a name stands for a map.</summary>
    /// <param name="path">Without <c>$context.</c>.</param>
    public static bool IsGroup(string path) => path is "identity" or "identity.clientCert" or "identity.clientCert.validity" or Authorizer or AuthorizerClaims or RequestOverride or ResponseOverride;

    /// <summary>The keys of a map that has variables of the table; of the whole context for the empty name.</summary>
    public static IReadOnlyList<string> Of(string group) => group switch
    {
        "" => Root,
        "identity" => Identity,
        _ => [],
    };
}
