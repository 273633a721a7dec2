using System.CommandLine;

namespace Portico.CommandLine;

/// <summary>Where an option's value comes from: command line, then <c>PORTICO__...</c>, then the settings file.</summary>
internal sealed class SettingValues(ParseResult result, SettingsFile file)
{
    /// <param name="option">The option on the command line.</param>
    /// <param name="key">Its place in the file, parts separated by <c>:</c>; the environment writes the same with <c>__</c>.</param>
    internal string? Get(Option<string?> option, string key) =>
        result.GetValue(option) ?? Environment.GetEnvironmentVariable("PORTICO__" + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()) ?? file.Get(key);
}
