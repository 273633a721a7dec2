using System.Globalization;
using Portico.Aws.Policies;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Callers;

/// <summary>
/// The condition keys of one request. What only a VPC endpoint or another service of AWS could say is absent, as it is on AWS
/// for a call from the internet.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html"/>
public sealed class InvocationKeys(Invocation invocation, Caller? caller) : IConditionKeys
{
    public ConditionValues Find(string key) => key switch
    {
        "aws:currenttime" => invocation.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "aws:epochtime" => invocation.ReceivedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "aws:referer" => invocation.Request.Header("Referer"),
        "aws:requestedregion" => invocation.Stage.Region,
        "aws:securetransport" => invocation.Request.Scheme == "https" ? "true" : "false",
        "aws:sourceip" => invocation.SourceIp,
        "aws:useragent" => invocation.Request.Header("User-Agent"),
        _ => CallerKeys.Find(key, caller),
    };
}
