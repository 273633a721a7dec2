using System.Collections.Frozen;
using System.Globalization;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Context;

/// <summary>
/// <c>$context</c> for REST APIs, one row a variable: what mappings, gateway responses and (with the template language)
/// templates read. A name that is not here, or has no value for a request, reads as nothing.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"/>
public static class ContextVariables
{
    private static readonly FrozenDictionary<string, Func<Invocation, string?>> Rows = new Dictionary<string, Func<Invocation, string?>>(StringComparer.Ordinal)
    {
        ["accountId"] = static i => i.Stage.AccountId,
        ["apiId"] = static i => i.Stage.ApiId,
        ["customDomain.basePathMatched"] = static i => i.Request.MatchedBasePath is { } path ? (path.Length == 0 ? "(none)" : path) : null,
        ["customDomain.routingRuleIdMatched"] = static i => i.Request.RoutingRuleId,
        ["deploymentId"] = static i => i.Stage.DeploymentId,
        ["domainName"] = static i => i.DomainName,
        ["domainPrefix"] = static i => Prefix(i.DomainName),
        ["endpointType"] = static i => i.Stage.EndpointType,
        ["error.message"] = static i => i.Fault?.Message,
        ["error.messageString"] = static i => i.Fault is null ? null : JsonText.Quoted(i.Fault.Message),
        ["error.responseType"] = static i => i.Fault?.Type.Name,
        ["error.validationErrorString"] = static i => i.Fault?.ValidationErrors,
        ["extendedRequestId"] = static i => i.ExtendedRequestId,
        ["httpMethod"] = static i => i.Request.Method,
        ["identity.apiKey"] = static i => i.ApiKey,
        ["identity.apiKeyId"] = static i => i.ApiKeyId,
        ["identity.accessKey"] = static i => i.Caller?.Credentials.AccessKeyId,
        ["identity.accountId"] = static i => i.Caller?.Principal.AccountId,
        ["identity.caller"] = static i => i.Caller?.UserId,
        ["identity.clientCert.clientCertPem"] = static i => i.Request.Tls?.Client?.Pem,
        ["identity.clientCert.issuerDN"] = static i => i.Request.Tls?.Client?.IssuerDN,
        ["identity.clientCert.serialNumber"] = static i => i.Request.Tls?.Client?.SerialNumber,
        ["identity.clientCert.subjectDN"] = static i => i.Request.Tls?.Client?.SubjectDN,
        ["identity.clientCert.validity.notAfter"] = static i => i.Request.Tls?.Client?.NotAfter,
        ["identity.clientCert.validity.notBefore"] = static i => i.Request.Tls?.Client?.NotBefore,
        ["identity.cognitoAuthenticationProvider"] = static _ => null,
        ["identity.cognitoAuthenticationType"] = static _ => null,
        ["identity.cognitoIdentityId"] = static _ => null,
        ["identity.cognitoIdentityPoolId"] = static _ => null,
        ["identity.principalOrgId"] = static i => i.Caller?.OrganizationId,
        ["identity.sourceIp"] = static i => i.SourceIp,
        ["identity.user"] = static i => i.Caller?.UserId,
        ["identity.userAgent"] = static i => i.Request.Header("User-Agent"),
        ["identity.userArn"] = static i => i.Caller?.Principal.Arn,
        ["isCanaryRequest"] = static i => i.Stage.IsCanary switch { true => "true", false => "false", null => null },
        ["path"] = static i => i.Request.RawPath,
        ["protocol"] = static i => i.Request.Protocol,
        ["requestId"] = static i => i.RequestId,
        ["requestTime"] = static i => i.RequestTime,
        ["requestTimeEpoch"] = static i => i.ReceivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        ["resourceId"] = static i => i.Method?.ResourceId,
        ["resourcePath"] = static i => i.Method?.ResourcePath,
        ["stage"] = static i => i.Stage.StageName,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name that this gateway knows, sorted.</summary>
    public static IEnumerable<string> Names => Rows.Keys.Order(StringComparer.Ordinal);

    /// <summary>How to read a variable, or null when there is none of that name.</summary>
    /// <param name="name">Without <c>$context.</c>, such as <c>identity.sourceIp</c>.</param>
    public static Func<Invocation, string?>? Find(string name) => Rows.GetValueOrDefault(name) ?? OfAuthorizer(name);

    // Which names there are, the authorizer says.
    private static Func<Invocation, string?>? OfAuthorizer(string name)
    {
        if (!name.StartsWith("authorizer.", StringComparison.Ordinal) || name == "authorizer.claims") return null;
        var key = name["authorizer.".Length..];
        return invocation => invocation.Authorizer?.Find(key);
    }

    private static string Prefix(string domainName)
    {
        var dot = domainName.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? domainName : domainName[..dot];
    }
}
