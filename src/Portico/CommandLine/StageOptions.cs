using System.Collections.Immutable;
using System.CommandLine;
using Portico.Failures;

namespace Portico.CommandLine;

/// <summary><c>--stage</c> and <c>--var</c>: the stage that <c>run</c> makes, and what <c>check</c> assumes.</summary>
internal sealed class StageOptions
{
    private readonly Option<string?> _stage = new("--stage") { Description = "The stage that is made. Default dev" };
    private readonly Option<string[]> _variables = new("--var") { Description = "A stage variable, NAME=VALUE; may be repeated" };

    internal void AddTo(Command command)
    {
        command.Options.Add(_stage);
        command.Options.Add(_variables);
    }

    /// <exception cref="CommandFailure">The name is no stage name.</exception>
    internal string StageName(ParseResult result, SettingsFile file)
    {
        var name = new SettingValues(result, file).Get(_stage, "stage") ?? "dev";
        return name.Length is > 0 and <= 128 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? name
            : throw CommandFailure.Usage($"--stage '{name}' is not a stage name; use letters, digits, '-' and '_', at most 128");
    }

    /// <exception cref="CommandFailure">A variable is not of the form NAME=VALUE.</exception>
    internal ImmutableSortedDictionary<string, string> Variables(ParseResult result, SettingsFile file)
    {
        var variables = file.Variables.ToBuilder();
        foreach (var (name, value) in Pairs(result.GetValue(_variables))) variables[name] = value;
        return variables.ToImmutable();
    }

    /// <summary>The values of <c>--var</c>.</summary>
    /// <exception cref="CommandFailure">One is not of the form NAME=VALUE.</exception>
    internal static IEnumerable<(string Name, string Value)> Pairs(string[]? texts) => (texts ?? []).Select(text =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (text[..equals], text[(equals + 1)..]) : throw CommandFailure.Usage($"--var '{text}' is not of the form NAME=VALUE"));
}
