using System.Text.Json;
using Portico.Json.Schema;

namespace Portico.Json.Tests.Schema;

public sealed class DraftFourConformanceTests
{
    private const string RemoteBase = "http://localhost:1234/";

    // Rows that differ on purpose: file, group and test, with the reason.
    private static readonly Dictionary<string, string> Differs = [];

    public static TheoryData<string> Files()
    {
        var rows = new TheoryData<string>();
        if (SharedFolder.Find("conformance/json-schema-draft4/tests") is not { } folder)
        {
            rows.Add("");
            return rows;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            rows.Add(Path.GetRelativePath(folder, file).Replace('\\', '/'));

        return rows;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_row_of_the_official_suite_holds(string file)
    {
        if (SharedFolder.Find("conformance/json-schema-draft4") is not { } folder)
        {
            Assert.Skip("The JSON Schema test suite is not beside this checkout.");
            return;
        }

        var wrong = new List<string>();
        using var groups = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tests", file)));
        foreach (var group in groups.RootElement.EnumerateArray())
        {
            var compilation = JsonSchema.Compile(group.GetProperty("schema").GetRawText(), uri => ReadRemote(folder, uri));
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var id = $"{file} / {group.GetProperty("description")} / {test.GetProperty("description")}";
                if (Differs.ContainsKey(id))
                    continue;

                if (!compilation.Succeeded)
                {
                    wrong.Add($"{id}: {compilation.Error}");
                    continue;
                }

                var expected = test.GetProperty("valid").GetBoolean();
                var data = test.GetProperty("data");
                var validation = compilation.Schema.Validate(data);
                if (compilation.Schema.IsValid(data) != expected || validation.IsValid != expected)
                    wrong.Add($"{id}: expected {expected}, IsValid {compilation.Schema.IsValid(data)}, Validate {validation}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string? ReadRemote(string folder, Uri uri)
    {
        if (!uri.AbsoluteUri.StartsWith(RemoteBase, StringComparison.Ordinal))
            return null;

        var path = Path.Combine(folder, "remotes", uri.AbsoluteUri[RemoteBase.Length..]);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
