using System.Text;
using System.Text.Json;
using CsCheck;

namespace Portico.Json.Tests;

public sealed class CompactJsonTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData(""" { "a" : [ 1 , 2.50 , true , null ] } """, """{"a":[1,2.50,true,null]}""")]
    [InlineData("{\r\n\t\"a b\": \"c  d\",\n\"e\":{ }\n}", """{"a b":"c  d","e":{}}""")]
    [InlineData("""{"a\/b": "\u0041\u00e9\"\\"}""", """{"a/b":"Aé\"\\"}""")]
    [InlineData("""["\n\t\r\b\f\u0001"]""", """["\n\t\r\b\f\u0001"]""")]
    [InlineData("[\"\u20AC\", \"\u2028\", \"\u0085\", \"\u007F\"]", """["\u20AC","\u2028","\u0085","\u007F"]""")]
    [InlineData("[\"h\u00E9llo \u2603 \u00A7\", \"\uD83D\uDE00\"]", "[\"h\u00E9llo \u2603 \u00A7\",\"\uD83D\uDE00\"]")]
    [InlineData("\"only text\"", "\"only text\"")]
    [InlineData("  12 ", "12")]
    [InlineData("""["\ud800"]""", "[\"\uFFFD\"]")]
    [InlineData("""["ends in \\"]""", """["ends in \\"]""")]
    [InlineData("""[ "\"" , "" ]""", """["\"",""]""")]
    public void White_space_goes_and_strings_are_spelled_as_the_library_spells_them(string json, string expected) => Assert.Equal(expected, Compact(json));

    [Fact]
    public void What_is_compact_is_one_piece_of_the_input()
    {
        using var compact = new CompactJson("""{"a":"b c","d":[1,{"e":null}]}"""u8);

        Assert.True(compact.TryRead(out var piece));
        Assert.Equal(30, piece.Length);
        Assert.False(compact.TryRead(out _));
    }

    [Fact]
    public void The_result_means_the_same() => Gen.Select(Gen.String, Gen.Int, Gen.Double.Where(double.IsFinite)).Sample(sample =>
    {
        var (text, number, other) = sample;
        var json = JsonSerializer.Serialize(new Dictionary<string, object> { [text] = new object[] { text, number, other, text.Length } }, Indented);

        using var expected = JsonDocument.Parse(json);
        using var actual = JsonDocument.Parse(Compact(json));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), json);
    });

    private static string Compact(string json)
    {
        using var compact = new CompactJson(Encoding.UTF8.GetBytes(json));
        var result = new List<byte>();
        while (compact.TryRead(out var piece)) result.AddRange(piece);
        return Encoding.UTF8.GetString([.. result]);
    }
}
