namespace Portico.EndToEnd.Tests.Support;

/// <summary>The commands that README shows, so that they are run as a reader types them.</summary>
internal static class Readme
{
    /// <summary>The lines behind a <c>$</c> with those that continue them, below a heading or before it.</summary>
    internal static IReadOnlyList<string> Commands(string heading, bool before)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        var at = Array.IndexOf(lines, heading);
        Assert.True(at >= 0, $"README.md has no heading '{heading}'");
        var part = before ? lines[..at] : lines[(at + 1)..].TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).ToArray();

        var commands = new List<string>();
        foreach (var line in part)
        {
            if (commands.Count > 0 && commands[^1].EndsWith('\\')) commands[^1] = commands[^1][..^1] + line.Trim();
            else if (line.StartsWith("$ ", StringComparison.Ordinal)) commands.Add(line[2..]);
        }

        return commands;
    }
}
