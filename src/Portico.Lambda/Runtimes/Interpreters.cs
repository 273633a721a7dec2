using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portico.Lambda.Runtimes;

/// <summary>The interpreters of this machine, each looked for once.</summary>
internal sealed class Interpreters
{
    private readonly ConcurrentDictionary<string, string?> _found = new(StringComparer.Ordinal);

    /// <summary>The path of the first of some programs that is there, or null. Links and version switchers are resolved: a function has an environment of its own.</summary>
    internal string? Find(params ReadOnlySpan<string> programs)
    {
        foreach (var program in programs)
        {
            if (_found.GetOrAdd(program, Resolve) is { } path) return path;
        }

        return null;
    }

    private static string? Resolve(string program)
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var folder in paths)
        {
            var path = Path.Combine(folder, program);
            if (!File.Exists(path)) continue;
            if (!IsScript(path)) return path;
            if (AskedForItself(path, program) is { } real) return real;
        }

        return null;
    }

    private static bool IsScript(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadByte() == '#' && file.ReadByte() == '!';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Version switchers put scripts into the path, which need their own environment to find the program.
    private static string? AskedForItself(string path, string program)
    {
        string[] question = program.StartsWith("python", StringComparison.Ordinal) ? ["-c", "import sys; print(sys.executable)"]
            : program.StartsWith("node", StringComparison.Ordinal) ? ["-p", "process.execPath"]
            : [];
        if (question.Length == 0) return null;
        try
        {
            using var asking = Process.Start(new ProcessStartInfo(path, question) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true });
            if (asking is null) return null;
            asking.StandardInput.Close();
            var answer = asking.StandardOutput.ReadToEnd().Trim();
            asking.WaitForExit();
            return asking.ExitCode == 0 && File.Exists(answer) ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
