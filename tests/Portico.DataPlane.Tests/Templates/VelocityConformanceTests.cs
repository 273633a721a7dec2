using System.Text.Json;

namespace Portico.DataPlane.Tests.Templates;

/// <summary>The golden rows of Velocity, over the names as the gateway binds them.</summary>
public sealed class VelocityConformanceTests
{
    public static TheoryData<string> Files =>
        SharedFolder.Find("conformance/vtl") is { } folder ? [.. Directory.EnumerateFiles(folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [""];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_row_holds(string file)
    {
        if (SharedFolder.Find("conformance/vtl") is not { } folder)
        {
            Assert.Skip("The VTL golden rows are not beside this checkout.");
            return;
        }

        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        var wrong = new List<string>();
        foreach (var row in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var expected = row.GetProperty("expected");
            var (text, error) = Rendered.Of(row.GetProperty("template").GetString()!, golden.RootElement.GetProperty("contexts").GetProperty(row.GetProperty("context").GetString()!));
            var isRight = expected.GetProperty("outcome").GetString() == "ok"
                ? error is null && text == expected.GetProperty("output").GetString()
                : error is not null && error.Kind.ToString().Equals(expected.GetProperty("kind").GetString(), StringComparison.OrdinalIgnoreCase);
            if (!isRight) wrong.Add($"{row.GetProperty("id").GetString()} {row.GetProperty("template").GetString()} => {text} {error}, but expected {expected.GetRawText()}");
        }

        Assert.Empty(wrong);
    }
}
