using System.Text.Json.Nodes;
using CsCheck;
using Portico.Model.Findings;

namespace Portico.Definitions.Tests.OpenApi;

public class MutilationTests
{
    private static readonly string[] Documents = ["petstore-2.0.yaml", "petstore-3.0.yaml", "petstore-3.0.json", "petstore-3.1.yaml"];

    // What hurts parsers: structure, quotes, anchors, tags, half characters, control characters.
    private static readonly string[] Splinters =
        ["{", "}", "[", "]", "\"", "'", ":", ": ", "- ", "\n", "\t", "  ", "&a ", "*a", "*answer", "<<: ", "!!x ", "|", ">", "#", "%", "@", "`", "\\", "\\u", "\\ud800", "\ud800", "\0", "\u0085", "é", "---\n", "...\n", "null", "~", "$ref: '#/paths'", "0x", ".inf", "? "];

    private static readonly string[] Values =
        ["null", "true", "1", "-1.5", "\"\"", "\"x\"", "[]", "{}", "[null]", "[{}]", "[[]]", "{\"$ref\":\"#\"}", "{\"$ref\":\"#/paths\"}", "{\"$ref\":1}", "{\"type\":{}}", "{\"\":null}", "{\"in\":[],\"name\":{}}", "{\"default\":null}", "{\"statusCode\":[]}"];

    // A place anywhere in a text or tree of any size, in 2^-20ths.
    private static readonly Gen<int> Place = Gen.Int[0, (1 << 20) - 1];

    private static Gen<string> OneOf(string[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    [Fact]
    public void A_mutilated_text_never_throws_and_always_ends() =>
        Gen.Select(OneOf(Documents), Gen.Select(Place, Gen.Int[0, 60], OneOf(Splinters)).Array[1, 6]).Sample(
            (document, cuts) =>
            {
                var text = Import.Document(document);
                foreach (var (at, length, splinter) in cuts)
                {
                    var start = (int)(at * (text.Length + 1L) >> 20);
                    text = text[..start] + splinter + text[Math.Min(text.Length, start + length)..];
                }

                return IsOrderly(Import.Read(text));
            },
            iter: 2000);

    [Fact]
    public void A_document_with_a_wrong_value_never_throws_and_always_ends() =>
        Gen.Select(Place, OneOf(Values)).Array[1, 4].Sample(
            changes =>
            {
                var root = JsonNode.Parse(Import.Document("petstore-3.0.json"))!;
                foreach (var (at, value) in changes)
                {
                    var nodes = Below(root);
                    if (nodes.Length > 0) nodes[(int)(at * (long)nodes.Length >> 20)].ReplaceWith(JsonNode.Parse(value));
                }

                return IsOrderly(Import.Read(root.ToJsonString()));
            },
            iter: 2000);

    private static bool IsOrderly(DefinitionReading reading)
    {
        var errors = reading.Findings.Count(finding => finding.Severity is FindingSeverity.Error);
        var lines = reading.Findings.Select(finding => finding.Location!.Line).ToArray();
        return reading.Succeeded == (errors == 0) && lines.SequenceEqual(lines.Order()) && (!reading.Succeeded || reading.IsOpenApi);
    }

    private static JsonNode[] Below(JsonNode node)
    {
        var children = node switch { JsonObject mapping => mapping.Select(member => member.Value), JsonArray list => list, _ => [] };
        return children.OfType<JsonNode>().SelectMany(child => Below(child).Prepend(child)).ToArray();
    }
}
