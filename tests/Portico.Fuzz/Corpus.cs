namespace Portico.Fuzz;

/// <summary>The texts to start from: those kept here and those of a folder.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Of(string target, string? folder = null)
    {
        var assembly = typeof(Corpus).Assembly;
        var texts = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"Corpus/{target}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            texts.Add(reader.ReadToEnd());
        }

        if (folder is not null && Directory.Exists(folder))
            texts.AddRange(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllText));

        return texts;
    }
}
