using System.Collections.Immutable;
using System.Globalization;
using Portico.Model.Lambda;

namespace Portico.Lambda.Runtimes;

/// <summary>How a runtime is started on this machine.</summary>
/// <param name="Program">The program, or null when this machine cannot run it.</param>
/// <param name="UsesFrames">Whether it is one of Portico's own bootstraps; others speak the Runtime API over HTTP.</param>
/// <param name="Problem">Why it cannot be run, and what to do.</param>
internal sealed record RuntimeCommand(string? Program, ImmutableArray<string> Arguments, bool UsesFrames, string? Problem = null)
{
    // What the virtual machine needs beside its heap.
    private const double JavaHeapShare = 0.8;

    /// <summary>The command of a version's runtime.</summary>
    /// <param name="folder">The unpacked code.</param>
    internal static RuntimeCommand For(FunctionConfiguration configuration, string folder, Interpreters interpreters, RunFolder runFolder)
    {
        var runtime = configuration.Runtime;
        if (runtime.StartsWith("nodejs", StringComparison.Ordinal))
        {
            return interpreters.Find("node", "nodejs") is { } node
                ? new(node, [string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={configuration.MemorySize}"), runFolder.Bootstrap("bootstrap.mjs")], true)
                : Missing(runtime, "node is not in the PATH; install Node.js");
        }

        if (runtime.StartsWith("python3", StringComparison.Ordinal))
        {
            return interpreters.Find(runtime, "python3") is { } python
                ? new(python, [runFolder.Bootstrap("bootstrap.py")], true)
                : Missing(runtime, "python3 is not in the PATH; install Python 3");
        }

        if (runtime.StartsWith("java", StringComparison.Ordinal))
        {
            if (interpreters.Find("java") is not { } java) return Missing(runtime, "java is not in the PATH; install a Java runtime");
            var heap = (int)(configuration.MemorySize * JavaHeapShare);
            return new(
                java,
                [
                    string.Create(CultureInfo.InvariantCulture, $"-Xmx{heap}m"), "-cp", $"{folder}{Path.PathSeparator}{Path.Combine(folder, "lib", "*")}{Path.PathSeparator}{Path.Combine(folder, "*")}",
                    "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", configuration.Handler,
                ],
                false);
        }

        var bootstrap = Path.Combine(folder, "bootstrap");
        if (File.Exists(bootstrap)) return new(bootstrap, [], false);
        if (runtime.StartsWith("dotnet", StringComparison.Ordinal))
        {
            var assembly = Path.Combine(folder, configuration.Handler + ".dll");
            if (!configuration.Handler.Contains(':', StringComparison.Ordinal) && File.Exists(assembly))
            {
                return interpreters.Find("dotnet") is { } dotnet ? new(dotnet, [assembly], false) : Missing(runtime, "dotnet is not in the PATH; install the .NET runtime");
            }

            return Missing(runtime, $"the package holds neither an executable 'bootstrap' nor '{configuration.Handler}.dll'; publish the function as an executable");
        }

        return runtime.StartsWith("provided", StringComparison.Ordinal) || runtime.StartsWith("go", StringComparison.Ordinal)
            ? Missing(runtime, "the package holds no file 'bootstrap' at its root")
            : Missing(runtime, "this version of Portico runs nodejs*, python3.*, java*, dotnet* and provided.* functions");
    }

    private static RuntimeCommand Missing(string runtime, string why) => new(null, [], false, $"runtime {runtime} cannot be run: {why}");
}
