using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Portico.Aws;
using Portico.Aws.Policies;
using Portico.Definitions.Text;
using Portico.Failures;
using Portico.Identity;
using Portico.Model.Findings;

namespace Portico.CommandLine;

/// <summary>
/// <c>--identities FILE</c>: users and roles in YAML or JSON. Read at each start: those that it names are made, or become what it
/// says; others stay. Every key is known, or refused with its place.
/// </summary>
internal sealed class IdentitiesFile
{
    private readonly string _path;
    private readonly SourceNode _root;

    private IdentitiesFile(string path, SourceNode root)
    {
        _path = path;
        _root = root;
    }

    /// <exception cref="CommandFailure">It cannot be used; the message names the line, and never a secret.</exception>
    internal static IdentitiesFile Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.BadInput($"--identities {path}: {exception.Message}");
        }

        var document = SourceDocument.Read(text, path);
        if (document.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } broken) throw CommandFailure.BadInput(broken.ToString());
        if (document.Root is not { IsMapping: true } root) throw CommandFailure.BadInput($"{path}: it takes a mapping with users and roles");
        var file = new IdentitiesFile(path, root);

        // All that is wrong is told before anything starts.
        file.Apply(new IdentityState(), DateTimeOffset.UnixEpoch);
        return file;
    }

    /// <summary>A state with these users and roles in it.</summary>
    internal IdentityState Apply(IdentityState state, DateTimeOffset now)
    {
        Known(_root, "users", "roles");
        foreach (var node in Mapping(_root["users"]))
        {
            var before = state.FindUser(node.Name);
            var user = User(node, before?.UserId ?? NewCredentials.Id("AIDA"), before?.CreateDate ?? now);
            state = state with { Users = state.Users.SetItem(user.UserName, user) };
        }

        foreach (var node in Mapping(_root["roles"]))
        {
            var before = state.FindRole(node.Name);
            var role = Role(node, before?.RoleId ?? NewCredentials.Id("AROA"), before?.CreateDate ?? now);
            state = state with { Roles = state.Roles.SetItem(role.RoleName, role) };
        }

        if (state.Users.Values.SelectMany(user => user.AccessKeys).GroupBy(key => key.AccessKeyId, StringComparer.Ordinal).FirstOrDefault(keys => keys.Count() > 1) is { } twice)
        {
            throw CommandFailure.BadInput($"{_path}: the access key {twice.Key} belongs to more than one user");
        }

        return state;
    }

    private IamUser User(SourceNode node, string id, DateTimeOffset created)
    {
        Known(node, "path", "accessKeys", "policies", "attachedPolicies");
        return Checked(node, () => new IamUser
        {
            UserName = IdentityRules.Name(node.Name, "userName", 64),
            UserId = id,
            Path = IdentityRules.Path(node["path"]?.Text),
            CreateDate = created,
            AccessKeys = [.. Mapping(node["accessKeys"]).Select(key => Key(key, created))],
            Policies = Policies(node["policies"]),
            AttachedPolicies = Attached(node["attachedPolicies"]),
        });
    }

    private IamRole Role(SourceNode node, string id, DateTimeOffset created)
    {
        Known(node, "path", "trust", "maxSessionDuration", "policies", "attachedPolicies");
        var trust = node["trust"] ?? throw Wrong(node, "a role needs 'trust': the policy that says who may assume it");
        var duration = 3600;
        if (node["maxSessionDuration"] is { } seconds && (!int.TryParse(seconds.Text, NumberStyles.None, CultureInfo.InvariantCulture, out duration) || duration is < 3600 or > 43200))
        {
            throw Wrong(seconds, $"'{seconds.Text}' is no duration; give seconds from 3600 to 43200");
        }

        return Checked(node, () => new IamRole
        {
            RoleName = IdentityRules.Name(node.Name, "roleName", 64),
            RoleId = id,
            Path = IdentityRules.Path(node["path"]?.Text),
            CreateDate = created,
            AssumeRolePolicyDocument = Policy(trust, PolicyKind.Trust),
            MaxSessionDuration = duration,
            Policies = Policies(node["policies"]),
            AttachedPolicies = Attached(node["attachedPolicies"]),
        });
    }

    private AccessKey Key(SourceNode node, DateTimeOffset created)
    {
        if (node.Name.Length is < 3 or > 128 || !node.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) throw Wrong(node, $"'{node.Name}' is no access key id; give 3 to 128 letters and digits");
        return node.IsScalar && node.Text.Length > 0 ? new AccessKey(node.Name, node.Text, created) : throw Wrong(node, $"the access key {node.Name} takes its secret as a text");
    }

    private ImmutableSortedDictionary<string, string> Policies(SourceNode? node) =>
        Mapping(node).ToImmutableSortedDictionary(policy => IdentityRules.Name(policy.Name, "policyName", 128), policy => Policy(policy, PolicyKind.Identity), StringComparer.Ordinal);

    // As a mapping, or as the JSON text that AWS's tools take.
    private string Policy(SourceNode node, PolicyKind kind)
    {
        var text = node.IsScalar ? node.Text : Json(node);
        var parse = PolicyDocument.Parse(text, kind, node.Name);
        return parse.Findings is [var first, ..] ? throw Wrong(node, $"this is no policy: {first}") : IdentityRules.Policy(text, kind);
    }

    private ImmutableArray<string> Attached(SourceNode? node)
    {
        if (node is null || node.IsNull) return [];
        if (!node.IsSequence) throw Wrong(node, "'attachedPolicies' takes a list of names");
        return
        [
            .. node.Children.Select(one => ManagedPolicies.Arns.FirstOrDefault(arn => arn == one.Text || ManagedPolicies.NameOf(arn) == one.Text)
                ?? throw Wrong(one, $"'{one.Text}' cannot be attached; there are {string.Join(", ", ManagedPolicies.Arns.Select(ManagedPolicies.NameOf))}")),
        ];
    }

    private IReadOnlyList<SourceNode> Mapping(SourceNode? node) =>
        node is null || node.IsNull ? [] : node.IsMapping ? node.Children : throw Wrong(node, $"'{node.Name}' takes a mapping, not {node.KindName}");

    private void Known(SourceNode node, params ReadOnlySpan<string> names)
    {
        foreach (var child in Mapping(node))
        {
            if (!names.Contains(child.Name)) throw CommandFailure.BadInput($"{child.KeyPlace(_path)}: '{child.Name}' is not known here; there are {string.Join(", ", names.ToArray())}");
        }
    }

    private T Checked<T>(SourceNode node, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ServiceException refusal)
        {
            throw Wrong(node, refusal.Message);
        }
    }

    private CommandFailure Wrong(SourceNode node, string message) => CommandFailure.BadInput($"{node.Place(_path)}: {message}");

    private static string Json(SourceNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) SourceJson.Write(writer, node);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
