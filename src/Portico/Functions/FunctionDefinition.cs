using System.Collections.Immutable;
using System.Globalization;
using Portico.Definitions.Text;
using Portico.Failures;
using Portico.Model.Lambda;

namespace Portico.Functions;

/// <summary>A function under <c>functions</c> in <c>portico.yaml</c>.</summary>
internal sealed record FunctionDefinition
{
    private static readonly string[] Keys = ["runtime", "handler", "code", "timeout", "memory", "environment", "versions", "aliases"];

    internal required string Name { get; init; }

    internal required string Runtime { get; init; }

    internal required string Handler { get; init; }

    /// <summary>Absolute.</summary>
    internal required string Folder { get; init; }

    internal int Timeout { get; init; } = FunctionConfiguration.DefaultTimeoutInSeconds;

    internal int MemorySize { get; init; } = FunctionConfiguration.DefaultMemoryInMegabytes;

    internal ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The folders of published versions, absolute, by number.</summary>
    internal ImmutableSortedDictionary<int, string> Versions { get; init; } = ImmutableSortedDictionary<int, string>.Empty;

    /// <summary>Aliases and the versions that they lead to. Without any, every alias leads to the function as it is.</summary>
    internal ImmutableSortedDictionary<string, string> Aliases { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Every folder with code of it.</summary>
    internal IEnumerable<string> Folders => Versions.Values.Prepend(Folder).Distinct(StringComparer.Ordinal);

    /// <summary>Whether both say the same.</summary>
    internal bool IsSame(FunctionDefinition other) =>
        Environment.SequenceEqual(other.Environment) && Versions.SequenceEqual(other.Versions) && Aliases.SequenceEqual(other.Aliases)
        && this == other with { Environment = Environment, Versions = Versions, Aliases = Aliases };

    /// <summary>Whether a text is the name of an alias, which digits alone are not.</summary>
    internal static bool IsAlias(string text) =>
        text.Length is > 0 and <= 128 && !text.All(char.IsAsciiDigit) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>Reads one.</summary>
    /// <param name="node">The mapping under the function's name.</param>
    /// <param name="file">For messages; the code's folder is relative to its own.</param>
    /// <exception cref="CommandFailure">It is none; the message names the place.</exception>
    internal static FunctionDefinition Read(SourceNode node, string file)
    {
        if (node.Name.Length is 0 or > 64 || !node.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            throw CommandFailure.BadInput($"{node.KeyPlace(file)}: '{node.Name}' is no function name; use letters, digits, '-' and '_', at most 64");
        }

        if (!node.IsMapping) throw CommandFailure.BadInput($"{node.Place(file)}: a function takes a mapping of {string.Join(", ", Keys)}, not {node.KindName}");
        foreach (var child in node.Children)
        {
            if (!Keys.Contains(child.Name)) throw CommandFailure.BadInput($"{child.KeyPlace(file)}: '{child.Name}' is no setting of a function; there are {string.Join(", ", Keys)}");
            if (child.Name == "aliases") continue;
            var isMap = child.Name is "environment" or "versions";
            if (isMap ? !child.IsMapping || child.Children.Any(each => !each.IsScalar) : !child.IsScalar)
            {
                throw CommandFailure.BadInput($"{child.Place(file)}: '{child.Name}' takes {(isMap ? "a mapping of texts" : "a text")}, not {child.KindName}");
            }
        }

        var versions = (node["versions"]?.Children ?? []).ToImmutableSortedDictionary(VersionNumber, Folder);
        return new FunctionDefinition
        {
            Name = node.Name,
            Runtime = Required("runtime"),
            Handler = node["handler"]?.Text ?? (Required("runtime").StartsWith("provided", StringComparison.Ordinal) ? "bootstrap" : Required("handler")),
            Folder = Required("code") is not null ? Folder(node["code"]!) : "",
            Timeout = Number("timeout", 1, 900, FunctionConfiguration.DefaultTimeoutInSeconds),
            MemorySize = Number("memory", 128, 10_240, FunctionConfiguration.DefaultMemoryInMegabytes),
            Versions = versions,
            Aliases = (node["aliases"] is { } aliases ? Pairs(aliases) : []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Environment = (node["environment"]?.Children ?? []).ToImmutableSortedDictionary(each => each.Name, each => each.Text, StringComparer.Ordinal),
        };

        // A name, a list of names, or names with the versions that they lead to.
        IEnumerable<KeyValuePair<string, string>> Pairs(SourceNode aliases)
        {
            foreach (var each in aliases.IsScalar ? [aliases] : aliases.Children)
            {
                var name = aliases.IsMapping ? each.Name : each.Text;
                var version = aliases.IsMapping ? each.Text : LambdaFunction.LatestVersion;
                if (!each.IsScalar || !IsAlias(name)) throw CommandFailure.BadInput($"{each.Place(file)}: '{name}' is no alias; use letters, digits, '-' and '_', not digits alone");
                if (version != LambdaFunction.LatestVersion && !versions.Keys.Any(number => number.ToString(CultureInfo.InvariantCulture) == version))
                {
                    throw CommandFailure.BadInput($"{each.Place(file)}: there is no version '{version}'; give {LambdaFunction.LatestVersion} or one under 'versions'");
                }

                yield return KeyValuePair.Create(name, version);
            }
        }

        int VersionNumber(SourceNode version) => int.TryParse(version.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw CommandFailure.BadInput($"{version.KeyPlace(file)}: '{version.Name}' is no version; give a whole number from 1");

        string Folder(SourceNode code)
        {
            var folder = Path.GetFullPath(code.Text, Path.GetDirectoryName(Path.GetFullPath(file))!);
            return Directory.Exists(folder) ? folder : throw CommandFailure.BadInput($"{code.Place(file)}: there is no folder {folder}");
        }

        string Required(string key) => node[key]?.Text ?? throw CommandFailure.BadInput($"{node.Place(file)}: the function '{node.Name}' needs '{key}'");

        int Number(string key, int least, int most, int otherwise)
        {
            if (node[key] is not { } child) return otherwise;
            return int.TryParse(child.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw CommandFailure.BadInput($"{child.Place(file)}: '{child.Text}' is no {key}; give a whole number from {least} to {most}");
        }
    }
}
