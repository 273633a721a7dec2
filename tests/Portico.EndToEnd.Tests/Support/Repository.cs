namespace Portico.EndToEnd.Tests.Support;

/// <summary>Where the things are that these tests start and read.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The program as <c>./portico</c> builds it.</summary>
    internal static string Program { get; } = Path.Combine(Root, ".portico", "app", "portico.dll");

    internal static string PetStore { get; } = Path.Combine(Root, "samples", "petstore", "openapi.yaml");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Portico.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Portico.slnx");
    }
}
