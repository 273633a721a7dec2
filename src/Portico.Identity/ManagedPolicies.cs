using System.Collections.Frozen;

namespace Portico.Identity;

/// <summary>The policies of AWS's own that may be attached here: those about what this server does.</summary>
/// <seealso href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html"/>
public static class ManagedPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy/";

    private static readonly FrozenDictionary<string, string> Rows = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AdministratorAccess"] = Allow("\"*\"", "*"),
        ["AmazonAPIGatewayAdministrator"] = Allow("\"apigateway:*\"", "arn:aws:apigateway:*::/*"),
        ["AmazonAPIGatewayInvokeFullAccess"] = Allow("\"execute-api:Invoke\",\"execute-api:ManageConnections\"", "arn:aws:execute-api:*:*:*"),
        ["IAMFullAccess"] = Allow("\"iam:*\"", "*"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Arns => Rows.Keys.Order(StringComparer.Ordinal).Select(name => Prefix + name);

    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <summary>The document of a policy by its ARN, or null.</summary>
    public static string? Find(string arn) => arn.StartsWith(Prefix, StringComparison.Ordinal) ? Rows.GetValueOrDefault(arn[Prefix.Length..]) : null;

    private static string Allow(string actions, string resource) => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{actions}}],"Resource":"{{resource}}"}]}""";
}
