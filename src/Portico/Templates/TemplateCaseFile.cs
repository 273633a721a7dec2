using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Failures;

namespace Portico.Templates;

/// <summary>
/// A file of cases: <c>{"contexts": {name: input}, "cases": [{"id", "template", "context", "expected"}]}</c>. Beside <c>template</c> there
/// may be <c>templateFile</c>, relative to the file, and beside the name of a context an <c>input</c> of the case's own.
/// </summary>
internal static class TemplateCaseFile
{
    /// <exception cref="CommandFailure">The file is no file of cases; the message says where and why.</exception>
    internal static IEnumerable<TemplateCase> Read(string path)
    {
        var file = StructuredFile.ReadObject(path);
        if (file["format"] is { } format && format.ToString() != "1") throw CommandFailure.BadInput($"{path}: 'format' is {format}; this version of Portico reads format 1");
        if (file["cases"] is not JsonArray cases) throw CommandFailure.BadInput($"{path}: there is no list 'cases'");

        var contexts = file["contexts"] as JsonObject ?? [];
        return cases.Select((one, index) => Case(path, contexts, one, index)).ToList();
    }

    private static TemplateCase Case(string path, JsonObject contexts, JsonNode? node, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{path}: case {index + 1}");
        if (node is not JsonObject one) throw CommandFailure.BadInput($"{place} is no object");

        var id = Text(one["id"]) ?? string.Create(CultureInfo.InvariantCulture, $"case {index + 1}");
        if (one["id"] is not null) place = $"{path}: {id}";
        var (template, templateFile) = Template(path, place, one);
        return new TemplateCase
        {
            Id = id,
            Template = template,
            TemplateFile = templateFile,
            Input = Input(place, contexts, one),
            Expected = Expectation(place, one["expected"] as JsonObject),
        };
    }

    private static (string Template, string File) Template(string path, string place, JsonObject one)
    {
        if (Text(one["template"]) is { } template) return (template, "template");
        if (Text(one["templateFile"]) is not { } file) throw CommandFailure.BadInput($"{place} has neither 'template' nor 'templateFile'");

        var found = Path.Combine(Path.GetDirectoryName(path) ?? "", file);
        return (TextFile.Read(found), found);
    }

    private static JsonElement Input(string place, JsonObject contexts, JsonObject one)
    {
        var input = one["input"];
        if (Text(one["context"]) is { } name && !contexts.TryGetPropertyValue(name, out input))
        {
            throw CommandFailure.BadInput($"{place} names the context '{name}'; there are {(contexts.Count == 0 ? "none" : string.Join(", ", contexts.Select(context => context.Key)))}");
        }

        return input is JsonObject described ? JsonElement.Parse(described.ToJsonString()) : JsonElement.Parse("{}");
    }

    private static TemplateExpectation Expectation(string place, JsonObject? expected)
    {
        switch (Text(expected?["outcome"]))
        {
            case "ok" when Text(expected!["output"]) is { } output:
                return new TemplateExpectation(output, null);
            case "error":
                return new TemplateExpectation(null, Text(expected!["kind"]));
            default:
                throw CommandFailure.BadInput($"{place}: 'expected' is neither {{\"outcome\": \"ok\", \"output\": \"...\"}} nor {{\"outcome\": \"error\", \"kind\": \"parse\" or \"runtime\"}}");
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
