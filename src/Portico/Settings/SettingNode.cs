using System.Globalization;
using Portico.Definitions.Text;
using Portico.Failures;

namespace Portico.Settings;

/// <summary>A value of the settings file, read with its unit and range; what is wrong is refused with its place.</summary>
/// <param name="Node">The value.</param>
/// <param name="File">The file's path, for messages.</param>
internal readonly record struct SettingNode(SourceNode Node, string File)
{
    internal string Name => Node.Name;

    internal IEnumerable<SettingNode> Children
    {
        get
        {
            foreach (var child in Node.Children) yield return new SettingNode(child, File);
        }
    }

    /// <summary>The member of that name, or null.</summary>
    internal SettingNode? this[string name] => Node[name] is { IsNull: false } child ? new SettingNode(child, File) : null;

    internal CommandFailure Wrong(string message) => CommandFailure.BadInput($"{Node.Place(File)}: '{Node.Name}' {message}");

    /// <summary>Refuses members that are none.</summary>
    internal SettingNode WithMembers(params string[] names)
    {
        if (!Node.IsMapping) throw Wrong($"takes a mapping of {string.Join(", ", names)}, not {Node.KindName}");
        foreach (var child in Node.Children)
        {
            if (!names.Contains(child.Name)) throw CommandFailure.BadInput($"{child.KeyPlace(File)}: '{child.Name}' is no setting of '{Node.Name}'; there are {string.Join(", ", names)}");
        }

        return this;
    }

    internal string Text() => Node is { IsScalar: true, IsNull: false, Text.Length: > 0 } ? Node.Text : throw Wrong($"takes a text, not {Node.KindName}");

    internal bool Flag() => Node.IsScalar && bool.TryParse(Node.Text, out var flag) ? flag : throw Wrong($"takes true or false, not '{Node}'");

    internal int Number(int least, int most) =>
        Node.IsScalar && int.TryParse(Node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"takes a whole number from {least} to {most}, not '{Node}'");

    /// <summary>Seconds, possibly with a fraction.</summary>
    internal TimeSpan Seconds(double least, double most) =>
        Node.IsScalar && double.TryParse(Node.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"takes a number of seconds from {least} to {most}, not '{Node}'"));

    internal IEnumerable<SettingNode> Items() => Node.IsSequence ? Children : throw Wrong($"takes a list, not {Node.KindName}");
}
