using System.Xml.Linq;

namespace Portico.Architecture.Tests;

/// <summary>The walls of the house: what each project may reference. A new wall is a new row, with its reason in docs/decisions.</summary>
public sealed class ReferenceTableTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Json"] = [],
        ["Vtl"] = [],
        ["Aws"] = [],
        ["State"] = [],
        ["Protocol"] = ["Aws"],
        ["Model"] = ["Aws"],
        ["DataPlane"] = ["Json", "Vtl", "Aws", "State"],
        ["Compiler"] = ["Model", "DataPlane", "State", "Json", "Vtl", "Aws"],
        ["Definitions"] = ["Model", "Aws"],
        ["Storage"] = ["Model", "Aws"],
        ["Identity"] = ["Protocol", "Storage", "Aws"],
        ["Lambda"] = ["Model", "Aws"],
        ["Integrations"] = ["Compiler", "DataPlane", "Lambda", "Model", "Aws"],
        ["Authorizers"] = ["Compiler", "DataPlane", "Lambda", "Model", "Aws"],
        ["ControlPlane"] = ["Protocol", "Storage", "Definitions", "Model", "Aws"],
        [""] = ["Vtl", "Aws", "State", "Protocol", "Model", "DataPlane", "Compiler", "Definitions", "Storage", "Lambda", "Integrations", "Authorizers", "Identity", "ControlPlane"],
    };

    public static TheoryData<string> Projects => [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(ProjectName)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        Assert.True(MayReference.TryGetValue(project, out var allowed), $"src/Portico.{project} has no row in the table");

        Assert.Empty(References(project).Except(allowed));
    }

    [Fact]
    public void Every_row_of_the_table_is_a_project() => Assert.Empty(MayReference.Keys.Except(Projects.Select(row => row.Data)));

    [Fact]
    public void The_control_plane_and_the_data_plane_never_meet_but_in_the_host()
    {
        Assert.DoesNotContain("DataPlane", Closure("ControlPlane"));
        Assert.DoesNotContain("ControlPlane", Closure("DataPlane"));
        Assert.DoesNotContain("Model", Closure("DataPlane"));
        Assert.DoesNotContain("Storage", Closure("Integrations"));
        Assert.DoesNotContain("Storage", Closure("Authorizers"));
        Assert.DoesNotContain("DataPlane", Closure("Identity"));
    }

    [Fact]
    public void References_do_not_pass_through_projects() =>
        Assert.Contains("<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>", File.ReadAllText(Path.Combine(Root, "Directory.Build.props")), StringComparison.Ordinal);

    [Fact]
    public void Every_version_stands_in_one_file() =>
        Assert.DoesNotContain(Directory.GetFiles(Root, "*.csproj", SearchOption.AllDirectories), file => XDocument.Load(file).Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null));

    [Fact]
    public void A_namespace_is_the_folder_that_its_file_stands_in()
    {
        var wrong = SourceFiles().Where(file => Namespace(file) is { } found && found != Expected(file)).Select(file => Path.GetRelativePath(Root, file));

        Assert.Empty(wrong);
    }

    private static string Root { get; } = FindRoot();

    private static IEnumerable<string> SourceFiles() =>
        Directory.GetFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string? Namespace(string file) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';');

    private static string Expected(string file) =>
        Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');

    private static IEnumerable<string> References(string project)
    {
        var name = project.Length == 0 ? "Portico" : $"Portico.{project}";
        return XDocument.Load(Path.Combine(Root, "src", name, $"{name}.csproj")).Descendants("ProjectReference").Select(reference => ProjectName(reference.Attribute("Include")!.Value));
    }

    private static HashSet<string> Closure(string project)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(References(project));
        while (open.TryPop(out var next))
        {
            if (seen.Add(next)) foreach (var reference in References(next)) open.Push(reference);
        }

        return seen;
    }

    private static string ProjectName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
        return name == "Portico" ? "" : name["Portico.".Length..];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portico.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests stand outside of the repository.");
    }
}
