using System.Text.Json;
using Portico.Vtl.Tests.Hosting;

namespace Portico.Vtl.Tests;

public sealed class VelocityConformanceTests
{
    public static TheoryData<string, bool> Files()
    {
        var rows = new TheoryData<string, bool>();
        if (SharedFolder.Find("conformance/vtl") is not { } folder)
        {
            rows.Add("", false);
            return rows;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            rows.Add(Path.GetFileName(file), true);
            rows.Add(Path.GetFileName(file), false);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_row_holds(string file, bool settles)
    {
        if (SharedFolder.Find("conformance/vtl") is not { } folder)
        {
            Assert.Skip("The VTL golden rows are not beside this checkout.");
            return;
        }

        var wrong = new List<string>();
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        foreach (var row in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var template = row.GetProperty("template").GetString()!;
            var request = Request.Of(golden.RootElement.GetProperty("contexts").GetProperty(row.GetProperty("context").GetString()!));
            var (text, error) = Rendered.TextOrError(template, request, settles ? Binder.Settling : Binder.Dynamic);

            var expected = row.GetProperty("expected");
            var isRight = expected.GetProperty("outcome").GetString() == "ok"
                ? error is null && text == expected.GetProperty("output").GetString()
                : error is not null && error.Kind.ToString().Equals(expected.GetProperty("kind").GetString(), StringComparison.OrdinalIgnoreCase);
            if (!isRight)
                wrong.Add($"{row.GetProperty("id").GetString()} {template} => {text} {error}, but expected {expected.GetRawText()}");
        }

        Assert.Empty(wrong);
    }
}
