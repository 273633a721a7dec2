namespace Portico.EndToEnd.Tests.Support;

/// <summary>What a lock file names, installed into a folder of its own; npm checks its integrity.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan InstallWait = TimeSpan.FromMinutes(3);

    /// <summary>Copies files of a folder and installs what its <c>package-lock.json</c> says, or skips the test with the reason.</summary>
    internal static async Task InstallAsync(string source, TemporaryFolder folder, params string[] files)
    {
        foreach (var name in new[] { "package.json", "package-lock.json" }.Concat(files)) folder.Write(name, await File.ReadAllTextAsync(Path.Combine(source, name)));
        try
        {
            var installed = await ChildProcess.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder: folder.Path, wait: InstallWait);
            Assert.SkipUnless(installed.ExitCode == 0, $"npm cannot install what {source} needs: {installed.Errors}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node.js with npm is not there; apt-get install nodejs npm brings it");
        }
    }
}
