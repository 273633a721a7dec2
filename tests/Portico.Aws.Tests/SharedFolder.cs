namespace Portico.Aws.Tests;

/// <summary>The conformance data kept beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedFolder
{
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Portico.slnx")))
                continue;

            var found = Path.Combine(folder.FullName, "..", "shared", path);
            return Directory.Exists(found) ? found : null;
        }

        return null;
    }
}
