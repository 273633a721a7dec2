using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.JavaScriptSdk;

/// <summary>AWS's SDK for JavaScript, in the version of the lock file, understands every answer.</summary>
public sealed class JavaScriptSdkTests(SharedServer shared)
{
    private static readonly TimeSpan InstallWait = TimeSpan.FromMinutes(3);

    private const int OldestNode = 20;

    private static string Folder => Path.Combine(Repository.Root, "tests", "Portico.EndToEnd.Tests", "JavaScriptSdk");

    [Fact]
    public async Task Every_family_is_driven_from_end_to_end()
    {
        using var folder = new TemporaryFolder();
        await InstallAsync(folder);

        var outcome = await ChildProcess.RunAsync(
            "node", [folder["families.mjs"], shared.Server.Control.ToString(), shared.Server.Gateway.ToString()], new Dictionary<string, string>(AwsCli.Environment) { ["NO_PROXY"] = "127.0.0.1" });

        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal("done", outcome.Output);
    }

    // What the lock file names, and nothing else; its integrity is checked by npm.
    private static async Task InstallAsync(TemporaryFolder folder)
    {
        Assert.SkipUnless(await NodeVersionAsync() >= OldestNode, $"Node.js {OldestNode} or later is not there, which the SDK needs");
        foreach (var name in new[] { "package.json", "package-lock.json", "families.mjs" }) folder.Write(name, await File.ReadAllTextAsync(Path.Combine(Folder, name)));
        var installed = await ChildProcess.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder: folder.Path, wait: InstallWait);
        Assert.SkipUnless(installed.ExitCode == 0, $"npm cannot install the SDK here: {installed.Errors}");
    }

    private static async Task<int> NodeVersionAsync()
    {
        try
        {
            var version = (await ChildProcess.RunAsync("node", ["--version"])).Output.TrimStart('v');
            return int.Parse(version[..version.IndexOf('.', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }
}
