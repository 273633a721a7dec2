using System.Text.Json;
using Portico.Json.Paths;

namespace Portico.Json.Tests.Paths;

public sealed class JaywayConformanceTests
{
    // Rows that differ on purpose, with the reason.
    private static readonly Dictionary<string, string> Differs = [];

    public static TheoryData<string> Files()
    {
        var rows = new TheoryData<string>();
        if (SharedFolder.Find("conformance/jsonpath") is not { } folder)
        {
            rows.Add("");
            return rows;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            rows.Add(Path.GetFileName(file));

        return rows;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_row_holds(string file)
    {
        if (SharedFolder.Find("conformance/jsonpath") is not { } folder)
        {
            Assert.Skip("The JSONPath golden rows are not beside this checkout.");
            return;
        }

        var wrong = new List<string>();
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        foreach (var row in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var id = row.GetProperty("id").GetString()!;
            if (Differs.ContainsKey(id))
                continue;

            var expected = row.GetProperty("expected");
            var path = row.GetProperty("path").GetString()!;
            var document = golden.RootElement.GetProperty("documents").GetProperty(row.GetProperty("document").GetString()!);
            if (Check(path, document, expected) is { } difference)
                wrong.Add($"{id} {path}: {difference}");
        }

        Assert.Empty(wrong);
    }

    private static string? Check(string path, JsonElement document, JsonElement expected)
    {
        var parse = JsonPath.Parse(path);
        var outcome = expected.GetProperty("outcome").GetString();
        if (!parse.Succeeded)
            return outcome == "invalid-path" ? null : $"expected {outcome}, but {parse.Error}";

        if (expected.TryGetProperty("definite", out var definite) && definite.GetBoolean() != parse.Path.IsDefinite)
            return $"expected definite to be {definite}";

        var result = parse.Path.Select(document);
        var found = result.Kind switch
        {
            JsonPathResultKind.Missing => "not-found",
            JsonPathResultKind.Failed => "error",
            _ => "value",
        };

        if (found != outcome)
            return $"expected {outcome}, found {found} {result.Failure}";

        if (outcome != "value")
            return null;

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            result.WriteTo(writer);

        using var actual = JsonDocument.Parse(stream.ToArray());
        return AreAlike(expected.GetProperty("result"), actual.RootElement)
            ? null
            : $"expected {expected.GetProperty("result").GetRawText()}, found {actual.RootElement.GetRawText()}";
    }

    // Numbers compare by value, and a sum of doubles may differ in its last digit.
    private static bool AreAlike(JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(expected.GetDouble() - actual.GetDouble()) <= 1e-12 * Math.Max(1, Math.Abs(expected.GetDouble())),
        (JsonValueKind.Array, JsonValueKind.Array) => expected.GetArrayLength() == actual.GetArrayLength()
            && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => AreAlike(pair.First, pair.Second)),
        _ => JsonElement.DeepEquals(expected, actual),
    };
}
