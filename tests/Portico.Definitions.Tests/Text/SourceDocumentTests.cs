using Portico.Definitions.Text;

namespace Portico.Definitions.Tests.Text;

public class SourceDocumentTests
{
    [Theory]
    [InlineData("a: true", SourceKind.Boolean, "true")]
    [InlineData("a: yes", SourceKind.String, "yes")]
    [InlineData("a: on", SourceKind.String, "on")]
    [InlineData("a: 'true'", SourceKind.String, "true")]
    [InlineData("a: \"200\"", SourceKind.String, "200")]
    [InlineData("a: 200", SourceKind.Integer, "200")]
    [InlineData("a: 0x1F", SourceKind.Integer, "0x1F")]
    [InlineData("a: 1.50", SourceKind.Number, "1.50")]
    [InlineData("a: 2026-01-31", SourceKind.String, "2026-01-31")]
    [InlineData("a: ~", SourceKind.Null, "~")]
    [InlineData("a:", SourceKind.Null, "")]
    [InlineData("a: !!str 200", SourceKind.String, "200")]
    [InlineData("a: |\n  x\n  y\n", SourceKind.String, "x\ny\n")]
    [InlineData("{\"a\":\t200}", SourceKind.Integer, "200")]
    [InlineData("{\"a\":2e2}", SourceKind.Number, "2e2")]
    [InlineData("{\"a\":\"\\u00e9\"}", SourceKind.String, "é")]
    [InlineData("{\"a\":null}", SourceKind.Null, "null")]
    public void A_scalar_is_what_its_language_says(string text, SourceKind kind, string value)
    {
        var node = SourceDocument.Read(text).Root!["a"]!;

        Assert.Equal((kind, value), (node.Kind, node.Text));
    }

    [Fact]
    public void Unquoted_keys_are_texts() => Assert.NotNull(SourceDocument.Read("200: a\ntrue: b").Root!["200"]);

    [Theory]
    [InlineData("a:\n  b:\n    - x\n    - c: 1", "/a/b/1/c", 4, 10)]
    [InlineData("{\n\t\"a\": {\"b\": [\"x\",\n\t\t{\"c\": 1}]}}", "/a/b/1/c", 3, 9)]
    [InlineData("{\"é😀\": 1, \"/~\": 2}", "/~1~0", 1, 18)]
    [InlineData("'é😀': 1\n'/~': 2", "/~1~0", 2, 7)]
    public void A_value_knows_its_place(string text, string pointer, int line, int column)
    {
        var node = SourceDocument.Read(text).Root!.Find(pointer)!;

        Assert.Equal((pointer, line, column), (node.Pointer, node.Line, node.Column));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "definition:3:1, /a: the key 'a' already stands at line 1, column 1; a mapping holds each key once")]
    [InlineData("{\"a\": 1,\n \"a\": 3}", "definition:2:2, /a: the key 'a' already stands at line 1, column 2; a mapping holds each key once")]
    [InlineData("a: *b", "definition:1:4: this is not YAML: '*b' refers to no anchor before it")]
    [InlineData("a: &x\n  b: *x", "definition:2:6: this is not YAML: '*x' refers to no anchor before it")]
    [InlineData("? [a]\n: b", "definition:1:3: a key is a mapping or a list here; keys are texts")]
    [InlineData("a: 1\n---\nb: 1", "definition:2:1: a second document begins here; a definition is one document")]
    [InlineData("a: !Ref b", "definition:1:4: the tag '!Ref' is not one of YAML's own; write the value itself")]
    [InlineData("<<: 1\na: 2", "definition:1:1, /<<: the merge key '<<' takes a mapping or a list of mappings; found a number")]
    [InlineData("a:\n  - b\n c", "definition:3:2: this is not YAML: While parsing a block mapping, did not find expected key")]
    [InlineData("a: [1, 2", "definition:2:1: this is not YAML: While parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("{\"a\": 1,}", "definition:1:9: this is not JSON: The JSON object contains a trailing comma at the end")]
    [InlineData("{\n  \"a\" 1}", "definition:2:7: this is not JSON: '1' is invalid after a property name. Expected a ':'")]
    [InlineData("{\"é\" 1}", "definition:1:6: this is not JSON: '1' is invalid after a property name. Expected a ':'")]
    [InlineData("{\"a\": true", "definition:1:11: this is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed")]
    [InlineData("{\"a\": \"\\ud800\"}", "definition:1:7: this is not JSON: a text holds half of a \\u surrogate pair; write both halves or the character itself")]
    public void What_cannot_be_read_is_named_with_its_place(string text, string expected) =>
        Assert.Equal([expected], SourceDocument.Read(text).Findings.Select(finding => finding.ToString()));

    [Fact]
    public void An_alias_is_a_copy_with_its_own_pointer()
    {
        var root = SourceDocument.Read("a: &x {b: 1}\nc: *x").Root!;

        Assert.Equal("/c/b", root["c"]!["b"]!.Pointer);
        Assert.Equal((1, 11), (root["c"]!["b"]!.Line, root["c"]!["b"]!.Column));
        Assert.Equal((2, 4), (root["c"]!.Line, root["c"]!.Column));
    }

    [Theory]
    [InlineData("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3", "c=3 b=1")]
    [InlineData("a: &x {b: 1}\ne: &y {b: 2, c: 2}\nd:\n  <<: [*x, *y]", "b=1 c=2")]
    [InlineData("d:\n  '<<': x", "<<=x")]
    public void Merge_keys_add_what_the_mapping_does_not_have(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SourceDocument.Read(text).Root!["d"]!.Children.Select(child => $"{child.Name}={child.Text}")));

    [Fact]
    public void Aliases_of_aliases_end_at_a_bound()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var level = 1; level < 12; level++)
        {
            text += $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n";
        }

        var document = SourceDocument.Read(text);

        Assert.Null(document.Root);
        Assert.Contains("the aliases of this text make more than 100,000 values", Assert.Single(document.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("- ", "")]
    public void Depth_ends_at_a_bound(string open, string close)
    {
        foreach (var depth in (int[])[127, 200, 100_000])
        {
            var text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
            var document = SourceDocument.Read(text);

            Assert.Equal(depth < 128, document.Root is not null);
            Assert.Equal(depth < 128 ? 0 : 1, document.Findings.Length);
        }
    }

    [Fact]
    public void A_definition_has_at_most_6_MB()
    {
        var findings = SourceDocument.Read("a: " + new string('x', SourceDocument.MaxBytes)).Findings;

        Assert.Equal("the definition has 6,291,459 bytes; API Gateway takes at most 6 MB (6,291,456 bytes)", Assert.Single(findings).Message);
    }
}
