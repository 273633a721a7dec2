using System.Globalization;

namespace Portico.Lambda.Runtimes;

/// <summary>A private folder for as long as this process runs: sockets, bootstraps, the temporary files of functions. Made when it is first needed.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string NamePrefix = "portico-run-";

    private readonly Lazy<string> _path = new(Make);
    private int _count;

    internal string Path => _path.Value;

    /// <summary>A name that nothing in the folder has yet; short, since the names of sockets are bounded.</summary>
    internal string NewName(string prefix) => System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _count)}"));

    /// <summary>The path of one of the bootstraps, written out when it is first asked for.</summary>
    internal string Bootstrap(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        lock (_path)
        {
            if (File.Exists(path)) return path;
            using var source = typeof(RunFolder).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The bootstrap {name} is not embedded in this assembly");
            using var target = File.Create(path);
            source.CopyTo(target);
        }

        return path;
    }

    public void Dispose()
    {
        if (!_path.IsValueCreated) return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Left to the next one that starts.
        }
    }

    private static string Make()
    {
        RemoveForsaken();
        var path = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{Environment.ProcessId}-")).FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    // Folders of processes that were killed.
    private static void RemoveForsaken()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), NamePrefix + "*"))
        {
            var number = System.IO.Path.GetFileName(folder)[NamePrefix.Length..].Split('-')[0];
            if (!int.TryParse(number, CultureInfo.InvariantCulture, out var processId) || Directory.Exists($"/proc/{number}") || processId == Environment.ProcessId) continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's, or somebody was faster.
            }
        }
    }
}
