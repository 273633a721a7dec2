using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Portico.Identity;

/// <summary>IAM's things as their XML.</summary>
internal static class Xml
{
    internal static XElement User(IamUser user, string accountId) => new(
        "User", new XElement("Path", user.Path), new XElement("UserName", user.UserName), new XElement("UserId", user.UserId), new XElement("Arn", user.Arn(accountId)), Date("CreateDate", user.CreateDate));

    internal static XElement Role(IamRole role, string accountId) => new(
        "Role",
        new XElement("Path", role.Path), new XElement("RoleName", role.RoleName), new XElement("RoleId", role.RoleId), new XElement("Arn", role.Arn(accountId)), Date("CreateDate", role.CreateDate),
        Document("AssumeRolePolicyDocument", role.AssumeRolePolicyDocument), role.Description is null ? null : new XElement("Description", role.Description),
        new XElement("MaxSessionDuration", role.MaxSessionDuration));

    internal static XElement Credentials(Session session) => new(
        "Credentials",
        new XElement("AccessKeyId", session.Key.AccessKeyId), new XElement("SecretAccessKey", session.Key.SecretAccessKey), new XElement("SessionToken", session.SessionToken), Date("Expiration", session.Expiration));

    // Policies stand percent-encoded in answers.
    internal static XElement Document(string name, string policy) => new(name, Uri.EscapeDataString(policy));

    internal static XElement Members(string name, IEnumerable<object> members) => new(name, members.Select(member => member is XElement element ? new XElement("member", element.Elements()) : new XElement("member", member)));

    internal static XElement NotTruncated => new("IsTruncated", "false");

    internal static XElement Attached(ImmutableArray<string> arns) => Members(
        "AttachedPolicies", arns.Select(arn => new XElement("policy", new XElement("PolicyName", ManagedPolicies.NameOf(arn)), new XElement("PolicyArn", arn))));

    internal static XElement Date(string name, DateTimeOffset date) => new(name, date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
