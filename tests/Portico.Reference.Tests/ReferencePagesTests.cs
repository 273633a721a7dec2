namespace Portico.Reference.Tests;

public sealed class ReferencePagesTests
{
    [Fact]
    public async Task Every_reference_page_says_what_the_tables_say()
    {
        var folder = Path.Combine(Root(), "docs", "reference");
        foreach (var (name, expected) in await ReferencePages.AllAsync())
        {
            var file = Path.Combine(folder, name);
            if (Environment.GetEnvironmentVariable("PORTICO_WRITE_REFERENCE") == "1") await File.WriteAllTextAsync(file, expected);

            Assert.Equal(expected, await File.ReadAllTextAsync(file));
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portico.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests stand outside of the repository.");
    }
}
