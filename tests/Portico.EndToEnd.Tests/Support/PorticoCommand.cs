namespace Portico.EndToEnd.Tests.Support;

/// <summary>A <c>portico</c> command that ends by itself.</summary>
internal static class PorticoCommand
{
    internal static Task<Outcome> RunAsync(params string[] arguments) => ChildProcess.RunAsync("dotnet", [Repository.Program, .. arguments]);

    internal static Task<Outcome> RunInAsync(string folder, params string[] arguments) => ChildProcess.RunAsync("dotnet", [Repository.Program, .. arguments], folder: folder);
}
