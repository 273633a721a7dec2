using System.Collections.Frozen;

namespace Portico.Aws.Policies;

/// <summary>
/// Every condition key that a call can be held against here. One that is not among them would be absent from each call, so that a
/// deny that relies on it would deny nobody.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html"/>
public static class KnownConditionKeys
{
    public static FrozenSet<string> Names { get; } = new[]
    {
        "aws:CurrentTime", "aws:EpochTime", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
        "aws:PrincipalType", "aws:Referer", "aws:RequestedRegion", "aws:SecureTransport", "aws:SourceArn", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:TokenIssueTime", "aws:UserAgent",
        "aws:VpcSourceIp", "aws:userid", "aws:username", "sts:ExternalId",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Nobody bears tags here, as a caller without tags on AWS.
    public static bool Contains(string key) => Names.Contains(key) || key.StartsWith("aws:principaltag/", StringComparison.OrdinalIgnoreCase);
}
