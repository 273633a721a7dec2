using System.Globalization;
using Portico.Aws.Policies;

namespace Portico.DataPlane.Callers;

/// <summary>The condition keys that a caller brings along.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
public static class CallerKeys
{
    /// <param name="key">Lower case.</param>
    /// <param name="caller">Null for a caller who has not said who it is.</param>
    public static ConditionValues Find(string key, Caller? caller) => key switch
    {
        "aws:principaltype" => caller?.PrincipalType ?? "Anonymous",
        "aws:userid" => caller?.UserId ?? "anonymous",
        _ when caller is null => default,
        // Of a session, its role.
        "aws:principalarn" => caller.Principal.RoleArn ?? caller.Principal.Arn,
        "aws:principalaccount" => caller.Principal.AccountId,
        "aws:principalorgid" => caller.OrganizationId,
        "aws:username" => caller.UserName,
        "aws:tokenissuetime" => caller.IssuedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "aws:multifactorauthpresent" => caller.IssuedAt is null ? null : "false",
        _ => default,
    };
}
