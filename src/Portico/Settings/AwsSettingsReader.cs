using System.Collections.Immutable;
using Portico.Aws.Signing;
using Portico.Integrations.AwsService;
using Portico.Integrations.Http.Upstream;

namespace Portico.Settings;

/// <summary>The keys <c>endpoints</c> and <c>roles</c> of the settings file.</summary>
internal static class AwsSettingsReader
{
    /// <param name="endpoints">The value of <c>endpoints</c>, or null.</param>
    /// <param name="roles">The value of <c>roles</c>, or null.</param>
    /// <exception cref="Failures.CommandFailure">A value is none that could be used; the message names its line.</exception>
    internal static AwsSettings Read(SettingNode? endpoints, SettingNode? roles)
    {
        var none = new AwsSettings();
        return new AwsSettings
        {
            Endpoints = none.Endpoints.AddRange(Entries(endpoints).Select(entry => KeyValuePair.Create(entry.Name, Endpoint(entry)))),
            Roles = none.Roles.AddRange(Entries(roles).Select(entry => KeyValuePair.Create(entry.Name, Role(entry)))),
            Environment = Environment.GetEnvironmentVariable,
        };
    }

    private static IEnumerable<SettingNode> Entries(SettingNode? node) =>
        node is not { } given ? [] : given.Node.IsMapping ? given.Children : throw given.Wrong($"takes a mapping, not {given.Node.KindName}");

    private static string Endpoint(SettingNode node) =>
        Origin.TryParse(node.Text()) is null ? throw node.Wrong($"takes an address such as http://127.0.0.1:5001, not '{node.Node}'") : node.Text();

    // Never a value in a message: it is a secret.
    private static RoleCredentials Role(SettingNode node)
    {
        if (!node.Name.StartsWith("arn:", StringComparison.Ordinal)) throw node.Wrong("is no role; name it by its ARN");
        if (node.Node.IsScalar) return new RoleCredentials(null, node.Text());
        node.WithMembers("accessKeyId", "secretAccessKey", "sessionToken");
        return new RoleCredentials(new AwsCredentials(Required(node, "accessKeyId"), Required(node, "secretAccessKey"), node["sessionToken"]?.Text()), null);
    }

    private static string Required(SettingNode node, string name) =>
        node[name]?.Text() ?? throw node.Wrong($"lacks {name}; give accessKeyId and secretAccessKey, or the name of a profile of AWS's credentials file");
}
