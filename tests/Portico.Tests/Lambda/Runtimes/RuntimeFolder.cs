using System.Diagnostics;
using System.Reflection;

namespace Portico.Tests.Lambda.Runtimes;

/// <summary>The same function in every runtime: what <c>?do=</c> tells it to.</summary>
/// <param name="Name">For the tests' names.</param>
/// <param name="Runtime">Lambda's name.</param>
/// <param name="Needs">The programs without which it is skipped.</param>
/// <param name="Handler">Lambda's setting.</param>
/// <param name="Files">Which files make the package, and how they are called there.</param>
/// <param name="Streams">Whether it can stream.</param>
internal sealed record RuntimeFolder(string Name, string Runtime, string[] Needs, string Handler, (string Source, string Name)[] Files, bool Streams)
{
    internal static RuntimeFolder[] All { get; } =
    [
        new("node-esm", "nodejs20.x", ["node"], "index.handler", [("esm.mjs", "index.mjs"), ("answer.cjs", "answer.cjs")], Streams: false),
        new("node-commonjs", "nodejs20.x", ["node"], "index.handler", [("commonjs.cjs", "index.cjs"), ("answer.cjs", "answer.cjs")], Streams: false),
        new("node-callback", "nodejs20.x", ["node"], "index.handler", [("callback.cjs", "index.js"), ("answer.cjs", "answer.cjs")], Streams: false),
        new("python", "python3.11", ["python3"], "app.handler", [("app.py", "app.py")], Streams: false),
        new("shell", "provided.al2023", ["curl", "base64"], "any", [("bootstrap.sh", "bootstrap")], Streams: true),
        new("dotnet", "dotnet10", ["dotnet"], "Portico.DotNetFunction", [], Streams: true),
        new("java", "java17", ["java", "javac"], "index.handler", [("AWSLambda.java", "AWSLambda.java")], Streams: true),
    ];

    /// <summary>Writes the package, compiled where that is needed.</summary>
    internal async Task WriteAsync(string folder)
    {
        foreach (var (source, name) in Files)
        {
            await using var content = Assembly.GetExecutingAssembly().GetManifestResourceStream("runtimes/" + source)!;
            await using (var file = File.Create(Path.Combine(folder, name))) await content.CopyToAsync(file);
            if (name == "bootstrap" && !OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (Name == "dotnet")
        {
            // Built with the tests, beside them.
            var built = AppContext.BaseDirectory.Replace("Portico.Tests", "Portico.DotNetFunction", StringComparison.Ordinal);
            foreach (var file in Directory.GetFiles(built)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        if (Name == "java")
        {
            using var compiler = Process.Start("javac", ["-d", folder, Path.Combine(folder, "AWSLambda.java")]);
            await compiler.WaitForExitAsync();
            Assert.Equal(0, compiler.ExitCode);
        }
    }
}
