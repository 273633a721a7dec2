using System.Collections.Immutable;
using Portico.Definitions.Text;
using Portico.Failures;
using Portico.Integrations.AwsService;
using Portico.Integrations.Http;
using Portico.Functions;
using Portico.Logs;
using Portico.Model.Findings;
using Portico.Settings;

namespace Portico.CommandLine;

/// <summary><c>portico.yaml</c>, beside the definition or in the present folder. Optional; every key is known, or refused with its place.</summary>
internal sealed class SettingsFile
{
    internal const string Name = "portico.yaml";

    private static readonly string[] Scalars = ["stage", "data", "store", "state", "region", "account", "auth", "identities", "certificate", "truststores"];
    private static readonly Dictionary<string, string[]> Groups = new(StringComparer.Ordinal) { ["gateway"] = ["urls"], ["control"] = ["url"], ["throttle"] = ["rateLimit", "burstLimit"], ["canary"] = ["stickyHeader"] };

    // Of texts, by names of the user's own.
    private static readonly string[] Maps = ["variables", "userPools"];

    private const string Plans = "usagePlans";
    private const string FunctionsPart = "functions";

    // Read by readers of their own.
    private static readonly string[] Deep = ["backEnds", "vpcLinks", "endpoints", "roles", "logs", "inspector", Plans, FunctionsPart];

    private readonly SourceNode? _root;

    private SettingsFile(SourceNode? root, string path = "")
    {
        _root = root;
        UserPools = (root?["userPools"]?.Children ?? []).ToImmutableSortedDictionary(node => node.Name, node => Provider(node, path), StringComparer.Ordinal);
        BackEnds = BackEndSettingsReader.Read(Part("backEnds"), Part("vpcLinks"));
        Aws = AwsSettingsReader.Read(Part("endpoints"), Part("roles"));
        Logs = LogSettingsReader.Read(Part("logs"));
        Inspector = LogSettingsReader.Inspector(Part("inspector"));
        Functions = [.. (root?[FunctionsPart]?.Children ?? []).Select(node => FunctionDefinition.Read(node, path))];
        UsagePlans = [.. (root?[Plans]?.Children ?? []).Select(plan => UsagePlanSetting.Read(plan, path))];

        SettingNode? Part(string name) => root?[name] is { } node ? new SettingNode(node, path) : null;
    }

    internal static SettingsFile None { get; } = new(null);

    /// <summary>The functions under <c>functions</c>, in the file's order.</summary>
    internal ImmutableArray<FunctionDefinition> Functions { get; }

    /// <summary>What <c>backEnds</c> and <c>vpcLinks</c> say.</summary>
    internal BackEndSettings BackEnds { get; }

    /// <summary>What <c>endpoints</c> and <c>roles</c> say, with the environment beside them.</summary>
    internal AwsSettings Aws { get; }

    /// <summary>What <c>logs</c> says.</summary>
    internal LogSettings Logs { get; }

    /// <summary>What <c>inspector</c> says: requests that are kept, and how many of a second; null where it says nothing.</summary>
    internal (int Requests, int PerSecond)? Inspector { get; }

    /// <summary>The stage variables under <c>variables</c>.</summary>
    internal ImmutableSortedDictionary<string, string> Variables =>
        (_root?["variables"]?.Children ?? []).ToImmutableSortedDictionary(node => node.Name, node => node.Text, StringComparer.Ordinal);

    /// <summary>The OpenID provider that plays a user pool, by the pool's id: <c>userPools</c>.</summary>
    internal ImmutableSortedDictionary<string, string> UserPools { get; }

    /// <summary>The usage plans that a run makes, with their keys.</summary>
    internal ImmutableArray<UsagePlanSetting> UsagePlans { get; }

    /// <summary>Reads the file of a folder, if there is one.</summary>
    /// <exception cref="CommandFailure">It is there and cannot be used; the message names the line.</exception>
    internal static SettingsFile Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return None;

        var document = SourceDocument.Read(File.ReadAllText(path), path);
        if (document.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } broken) throw CommandFailure.BadInput(broken.ToString());
        if (document.Root is null || document.Root.IsNull) return None;
        if (!document.Root.IsMapping) throw CommandFailure.BadInput($"{path} holds {document.Root.KindName}; it takes a mapping of settings");
        foreach (var node in document.Root.Children) Check(node, path);
        return new SettingsFile(document.Root, path);
    }

    /// <summary>A value by its place, parts separated by <c>:</c>; null when it is not set.</summary>
    internal string? Get(string key)
    {
        var node = _root;
        foreach (var part in key.Split(':')) node = node?[part];
        return node is { IsScalar: true, IsNull: false } ? node.Text : null;
    }

    private static string Provider(SourceNode node, string path) =>
        Uri.TryCreate(node.Text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { Query: "", Fragment: "" }
            ? node.Text
            : throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Text}' is no address of an OpenID provider; give one such as https://login.example.com");

    private static void Check(SourceNode node, string path)
    {
        if (node.Name is Plans or FunctionsPart && !node.IsMapping) throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' takes a mapping, not {node.KindName}");
        if (Deep.Contains(node.Name)) return;
        var isGroup = Groups.TryGetValue(node.Name, out var members) || Maps.Contains(node.Name);
        if (!isGroup && !Scalars.Contains(node.Name))
        {
            throw CommandFailure.BadInput($"{node.KeyPlace(path)}: '{node.Name}' is no setting; there are {string.Join(", ", Scalars.Concat(Groups.Keys).Concat(Maps).Concat(Deep))}");
        }

        if (isGroup != node.IsMapping) throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' takes {(isGroup ? "a mapping" : "a text")}, not {node.KindName}");
        if (members is not null && node.Children.FirstOrDefault(child => !members.Contains(child.Name)) is { } unknown)
        {
            throw CommandFailure.BadInput($"{unknown.KeyPlace(path)}: '{unknown.Name}' is no setting of '{node.Name}'; there {(members.Length == 1 ? "is" : "are")} {string.Join(", ", members)}");
        }

        if (isGroup && node.Children.FirstOrDefault(child => !child.IsScalar) is { } nested) throw CommandFailure.BadInput($"{nested.Place(path)}: '{nested.Name}' takes a text, not {nested.KindName}");
    }
}
