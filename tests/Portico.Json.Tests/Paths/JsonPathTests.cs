using System.Text;
using System.Text.Json;
using Portico.Json.Paths;

namespace Portico.Json.Tests.Paths;

public sealed class JsonPathTests
{
    private const string Store = """
        {"book":[{"t":"A","p":8.95,"tags":["x"]},{"t":"B","p":12.5},{"t":"C","p":22}],"max":10,"é":1,"a\u0062":2,"n":null,"big":[15000000,0.0001]}
        """;

    [Theory]
    [InlineData("$.book[0].t", "\"A\"")]
    [InlineData("book[-1].t", "\"C\"")]
    [InlineData("$.é", "1")]
    [InlineData("$.ab", "2")]
    [InlineData("$.n", "null")]
    [InlineData("$['book'][0][\"t\"]", "\"A\"")]
    [InlineData("$.book[0]['p','t']", """{"p":8.95,"t":"A"}""")]
    [InlineData("$.book[0,2]['p','t']", """[{"p":8.95,"t":"A"},{"p":22,"t":"C"}]""")]
    [InlineData("$.book[0:2]['p','t'].x", "[]")]
    [InlineData("$.book[?(@.p<$.max&&@.tags)].t", """["A"]""")]
    [InlineData("$.book[?(@.p < 10 || (@.t == 'C' && !(@.p < 20)))].t", """["A","C"]""")]
    [InlineData("$.book[?(@.tags == ['x'])].t", """["A"]""")]
    [InlineData("$.book[?(@['t'] =~ /[ab]/i)].t", """["A","B"]""")]
    [InlineData("$.book[?(@.tags contains 'x')].t", """["A"]""")]
    [InlineData("$.book[?(@.tags.length() == 1)].t", """["A"]""")]
    [InlineData("$.book[?(@.t in ['A',\"C\"])].t", """["A","C"]""")]
    [InlineData("$.book[?(@.p == '12.5')].t", """["B"]""")]
    [InlineData("$.book[?(@.p === '12.5')].t", "[]")]
    [InlineData("$.book[?(@.tags subsetof ['x','y'])].t", """["A"]""")]
    [InlineData("$.book[?(@.t nin $.nope)].t", "[]")]
    [InlineData("$.book[?($.book[?(@.p > 20)])].t", "[]")]
    [InlineData("$.book.length()", "3")]
    [InlineData("$..p.sum()", "43.45")]
    [InlineData("$.book[1:].length()", "[2,2]")]
    [InlineData("$.big.max()", "1.5E7")]
    [InlineData("$.big.min()", "1.0E-4")]
    [InlineData("$.max($..p, 100)", "100.0")]
    [InlineData("$.book[0].keys()", """["t","p","tags"]""")]
    [InlineData("$.concat($..t)", "\"ABC\"")]
    [InlineData("$.book.index(1)", """{"t":"B","p":12.5}""")]
    public void A_path_selects(string path, string expected) => Assert.Equal(expected, Render(Select(path, Store)));

    [Theory]
    [InlineData("$.nope", JsonPathResultKind.Missing)]
    [InlineData("$.nope.x", JsonPathResultKind.Missing)]
    [InlineData("$.nope[*]", JsonPathResultKind.Missing)]
    [InlineData("$.book[9]", JsonPathResultKind.Missing)]
    [InlineData("$.max[0]", JsonPathResultKind.Missing)]
    [InlineData("$..nope", JsonPathResultKind.List)]
    [InlineData("$.max[?(@.x)]", JsonPathResultKind.Failed)]
    [InlineData("$.book[*].p.sum()", JsonPathResultKind.Failed)]
    public void A_path_that_leads_nowhere_says_how(string path, JsonPathResultKind kind) => Assert.Equal(kind, Select(path, Store).Kind);

    [Theory]
    [InlineData("", 1, "the path is empty")]
    [InlineData("$a", 2, "expected '.' or '['")]
    [InlineData("$.a.", 4, "a path must not end with '.'")]
    [InlineData("$.a b", 4, "use ['…'] for a name with blanks")]
    [InlineData("a b", 2, "use ['…'] for a name with blanks")]
    [InlineData("$['a", 3, "the name is never closed by '")]
    [InlineData("$[?(@.a = 1)]", 9, "expected ')', '&&' or '||'")]
    [InlineData("$[?(@.a == )]", 12, "expected a value")]
    [InlineData("$.g[?(@ =~ /[/)]", 12, "the regular expression cannot be understood")]
    [InlineData("$.g.nosuch()", 5, "there is no function nosuch()")]
    [InlineData("$[::]", 3, "expected a slice as [from:to], [from:] or [:to]")]
    [InlineData("$[99999999999]", 3, "'99999999999' is not an index")]
    public void A_text_that_is_no_path_is_refused_at_its_place(string path, int position, string message)
    {
        var parse = JsonPath.Parse(path);

        Assert.False(parse.Succeeded);
        Assert.Equal(new JsonPathError(position, message), parse.Error);
    }

    [Fact]
    public void No_cut_or_doubling_of_a_path_throws()
    {
        string[] paths =
        [
            "$.store.book[?(@.price < 10 && @['a'] =~ /x(y)/i || !@.z)]['a','b'][1:2]..c.length()", "$.max($..a[?(@ in [1,'2',{\"x\":[]}])], 3.5, \"q\\\"\").x",
        ];
        var document = Parse("""{"a":[1,{"a":"x","c":[]}],"store":{"book":[{"price":1,"a":"xy"}]}}""");
        foreach (var path in paths)
        {
            for (var i = 0; i <= path.Length; i++)
            {
                for (var j = i; j <= path.Length; j += 3)
                {
                    foreach (var text in new[] { path[i..j], path[..i] + path[j..], path[..j] + path[i..] })
                        JsonPath.Parse(text).Path?.Select(document);
                }
            }
        }
    }

    [Theory]
    [InlineData("(", 5000)]
    [InlineData("[?(@", 900)]
    [InlineData("[?((", 900)]
    [InlineData("[?(!", 900)]
    [InlineData("[?(@ == [[[[[[[", 200)]
    [InlineData(".a", 2000)]
    [InlineData("[?(@)]", 600)]
    public void Deep_nesting_in_a_path_is_an_error_not_a_crash(string part, int times)
    {
        var parse = JsonPath.Parse("$" + string.Concat(Enumerable.Repeat(part, times)));

        Assert.False(parse.Succeeded);
    }

    [Fact]
    public void A_path_that_asks_for_endless_work_fails_in_time()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 50)) + "1" + string.Concat(Enumerable.Repeat("]", 50));

        var result = Select("$" + string.Concat(Enumerable.Repeat("..*", 20)), nested);

        Assert.Equal(JsonPathResultKind.Failed, result.Kind);
    }

    [Theory]
    [InlineData("$.a", "{\"\\ud800\":1,\"a\":2}", "2")]
    [InlineData("$.a", "{\"a\":\"\\ud800\"}", "\"\\uFFFD\"")]
    [InlineData("$['x','a']", "{\"a\":\"\\ud800\",\"\\ud800\":1}", """{"a":"\uFFFD"}""")]
    [InlineData("$[?(@.a == 'x')]", "[{\"a\":\"\\ud800\"}]", "[]")]
    public void Texts_that_are_no_texts_do_no_harm(string path, string document, string expected) =>
        Assert.Equal(expected, Render(Select(path, document)).Replace("\ufffd", "\\uFFFD", StringComparison.Ordinal));

    [Fact]
    public void Walking_members_and_indexes_allocates_nothing()
    {
        var path = JsonPath.Parse("$.book[1].p").Path!;
        var document = Parse(Store);
        for (var i = 0; i < 100; i++)
            path.Select(document);

        var before = GC.GetAllocatedBytesForCurrentThread();
        path.Select(document);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static JsonPathResult Select(string path, string document)
    {
        var parse = JsonPath.Parse(path);
        Assert.True(parse.Succeeded, parse.Error?.ToString());
        return parse.Path.Select(Parse(document));
    }

    private static string Render(JsonPathResult result)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            result.WriteTo(writer);

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
