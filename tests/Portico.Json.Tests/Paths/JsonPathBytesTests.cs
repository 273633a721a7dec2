using System.Text;
using System.Text.Json;
using CsCheck;
using Portico.Json.Paths;

namespace Portico.Json.Tests.Paths;

public sealed class JsonPathBytesTests
{
    [Theory]
    [InlineData("$.a", """{"a":1}""", "1")]
    [InlineData("$.a", """ { "b" : [1,{"a":2}] , "a" : "x\u0041\n" } """, "xA\n")]
    [InlineData("$.a.b[1].c", """{"a":{"b":[0,{"c":{"d":[1, 2]}}]}}""", """{"d":[1, 2]}""")]
    [InlineData("$[2]", "[1,2,3]", "3")]
    [InlineData("$.a", """{"a":null}""", null)]
    [InlineData("$.a", """{"a":true}""", "true")]
    [InlineData("$.a", """{"a":-1.50e3}""", "-1.50e3")]
    [InlineData("$['a.b']", """{"a.b":"dot"}""", "dot")]
    [InlineData("$.ab", """{"a\u0062":"escaped name"}""", "escaped name")]
    [InlineData("$.a", """{"a":"\ud800"}""", "\ufffd")]
    public void A_value_is_found_without_a_document(string path, string json, string? expected)
    {
        var found = Path(path).Find(Encoding.UTF8.GetBytes(json));

        Assert.Equal(JsonPathBytesKind.Value, found.Kind);
        Assert.Equal(expected, found.Text);
    }

    [Theory]
    [InlineData("$.a", "{}")]
    [InlineData("$.a", "[]")]
    [InlineData("$.a", "\"a\"")]
    [InlineData("$.a", "null")]
    [InlineData("$.a.b", """{"a":[{"b":1}]}""")]
    [InlineData("$.a[1]", """{"a":[1]}""")]
    [InlineData("$.a[0]", """{"a":{"0":1}}""")]
    public void A_path_may_lead_nowhere(string path, string json) =>
        Assert.Equal(JsonPathBytesKind.Missing, Path(path).Find(Encoding.UTF8.GetBytes(json)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":1} x""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1}{"a":2}""")]
    public void What_is_behind_the_value_decides_whether_the_whole_is_json(string json) =>
        Assert.Equal(JsonPathBytesKind.Invalid, Path("$.a").Find(Encoding.UTF8.GetBytes(json)).Kind);

    [Fact]
    public void The_last_member_of_a_name_counts_even_where_it_leads_nowhere()
    {
        Assert.Equal("2", Path("$.a").Find("""{"a":1,"a":2}"""u8).Text);
        Assert.Equal(JsonPathBytesKind.Missing, Path("$.a.b").Find("""{"a":{"b":1},"a":3}"""u8).Kind);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_invalid()
    {
        var nested = Encoding.UTF8.GetBytes(new string('[', 70) + new string(']', 70));

        Assert.Equal(JsonPathBytesKind.Invalid, Path("$.a").Find(nested).Kind);
        Assert.Equal(JsonPathBytesKind.Missing, Path("$.a").Find(nested, maxDepth: 100).Kind);
    }

    [Theory]
    [InlineData("$")]
    [InlineData("$..a")]
    [InlineData("$.a[*]")]
    [InlineData("$[-1]")]
    [InlineData("$['a','b']")]
    [InlineData("$.a.length()")]
    public void Other_paths_need_a_document(string path) => Assert.False(Path(path).CanFind);

    [Fact]
    public void It_finds_what_select_finds()
    {
        var name = OneOf("a", "b", "c");
        var leaf = OneOf("1", "\"x\"", "null", "true", "[]", "{}");
        var json = Gen.Recursive<string>((depth, inner) => depth > 4
            ? leaf
            : Gen.Frequency(
                (1, leaf),
                (2, Gen.Select(name, inner).Array[0, 3].Select(members => $"{{{string.Join(",", members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}")),
                (1, inner.Array[0, 3].Select(items => $"[{string.Join(",", items)}]"))));
        var path = Gen.OneOf(name.Select(text => "." + text), Gen.Int[0, 2].Select(index => $"[{index}]")).Array[1, 4].Select(steps => "$" + string.Concat(steps));

        Gen.Select(json, path).Sample((text, steps) =>
        {
            var parsed = Path(steps);
            using var document = JsonDocument.Parse(text);
            var selected = parsed.Select(document.RootElement);
            var found = parsed.Find(Encoding.UTF8.GetBytes(text));
            return selected.Kind == JsonPathResultKind.Element
                ? found.Kind == JsonPathBytesKind.Value && Encoding.UTF8.GetString(found.Raw) == selected.Element.GetRawText()
                : found.Kind == JsonPathBytesKind.Missing;
        });
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static JsonPath Path(string text) => JsonPath.Parse(text).Path!;
}
