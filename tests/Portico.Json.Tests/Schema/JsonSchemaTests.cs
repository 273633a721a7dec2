using System.Text.Json;
using Portico.Json.Schema;

namespace Portico.Json.Tests.Schema;

public sealed class JsonSchemaTests
{
    private const string ModelBase = "https://apigateway.amazonaws.com/restapis/abc123/models/";

    [Theory]
    [InlineData("""{"type":"number"}""", "\"x\"", """instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])""")]
    [InlineData("""{"type":["string","null"]}""", "1", """instance type (integer) does not match any allowed primitive type (allowed: ["null","string"])""")]
    [InlineData("""{"required":["type","price"]}""", "{}", """object has missing required properties (["price","type"])""")]
    [InlineData("""{"enum":["cat","dog","fish"]}""", "\"elephant\"", """instance value ("elephant") not found in enum (possible values: ["cat","dog","fish"])""")]
    [InlineData("""{"maximum":500}""", "520.05", "numeric instance is greater than the required maximum (maximum: 500, found: 520.05)")]
    [InlineData("""{"minimum":25.5}""", "3", "numeric instance is lower than the required minimum (minimum: 25.5, found: 3)")]
    [InlineData("""{"maximum":5,"exclusiveMaximum":true}""", "5.0", "numeric instance is not strictly lower than the required maximum 5")]
    [InlineData("""{"minimum":5,"exclusiveMinimum":true}""", "5", "numeric instance is not strictly greater than the required minimum 5")]
    [InlineData("""{"multipleOf":2}""", "3", "remainder of division is not zero (3 / 2)")]
    [InlineData("""{"minLength":3}""", "\"x\"", "string \"x\" is too short (length: 1, required minimum: 3)")]
    [InlineData("""{"maxLength":1}""", "\"xyz\"", "string \"xyz\" is too long (length: 3, maximum allowed: 1)")]
    [InlineData("""{"pattern":"^a\\d$"}""", "\"b\"", "ECMA 262 regex \"^a\\d$\" does not match input string \"b\"")]
    [InlineData("""{"additionalProperties":false,"properties":{"a":{}}}""", """{"c":1,"b":2,"a":3}""", """object instance has properties which are not allowed by the schema: ["b","c"]""")]
    [InlineData("""{"minProperties":1}""", "{}", "object has too few properties (found 0 but schema requires at least 1)")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "object has too many properties (found 2 but schema requires at most 1)")]
    [InlineData("""{"dependencies":{"a":["b","c"]}}""", """{"a":1,"b":2}""", """property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["c"])""")]
    [InlineData("""{"maxItems":2}""", "[1,2,3]", "array is too long: must have at most 2 elements but instance has 3 elements")]
    [InlineData("""{"minItems":2}""", "[1]", "array is too short: must have at least 2 elements but instance has 1 elements")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "array must not contain duplicate elements")]
    [InlineData("""{"items":[{}],"additionalItems":false}""", "[1,2]", "schema only allows 1 elements in array but instance has 2 elements")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"string"}]}""", "1", "instance failed to match at least one required schema among 2")]
    [InlineData("""{"allOf":[{"type":"integer"},{"type":"string"}]}""", "1", "instance failed to match all required schemas (matched only 1 out of 2)")]
    [InlineData("""{"oneOf":[{},{}]}""", "1", "instance failed to match exactly one schema (matched 2 out of 2)")]
    [InlineData("""{"not":{}}""", "1", "instance matched a schema which it should not have")]
    [InlineData("""{"format":"email"}""", "\"x\"", "string \"x\" is not a valid email address")]
    [InlineData("""{"format":"date-time"}""", "\"x\"", "string \"x\" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]")]
    [InlineData("""{"format":"regex"}""", "\"(\"", "string \"(\" is not a valid ECMA 262 regular expression")]
    public void A_finding_speaks_as_AWS_does(string schema, string instance, string message)
    {
        var finding = Assert.Single(Validate(schema, instance).Findings);

        Assert.Equal(message, finding.Message);
        Assert.Equal("", finding.InstancePointer);
    }

    [Fact]
    public void Findings_are_joined_in_the_order_of_the_walk()
    {
        const string Pet = """
            {"type":"array","items":{"type":"object","required":["price","type"],"properties":{
              "id":{"type":"number"},"type":{"enum":["cat","dog","fish"]},"price":{"maximum":500}}}}
            """;

        var validation = Validate(Pet, """[{"id":"a","price":1,"type":"dog"},{},{"price":520.05,"type":"elephant"}]""");

        Assert.Equal(
            """[instance type (string) does not match any allowed primitive type (allowed: ["integer","number"]), object has missing required properties (["price","type"]), """
            + """numeric instance is greater than the required maximum (maximum: 500, found: 520.05), instance value ("elephant") not found in enum (possible values: ["cat","dog","fish"])]""",
            validation.ToErrorString());
        Assert.Equal(["/0/id", "/1", "/2/price", "/2/type"], validation.Findings.Select(finding => finding.InstancePointer));
    }

    [Fact]
    public void Models_may_refer_to_each_other_in_circles()
    {
        var models = new Dictionary<string, string>
        {
            ["Person"] = """{"type":"object","properties":{"home":{"$ref":"BASEHouse"}}}""".Replace("BASE", ModelBase, StringComparison.Ordinal),
            ["House"] = """{"type":"object","required":["street"],"properties":{"owner":{"$ref":"BASEPerson"}}}""".Replace("BASE", ModelBase, StringComparison.Ordinal),
        };
        var asked = new List<string>();

        var compilation = JsonSchema.Compile($$$"""{"$ref":"{{{ModelBase}}}Person"}""", uri =>
        {
            asked.Add(uri.AbsoluteUri);
            return models.GetValueOrDefault(uri.Segments[^1]);
        });

        Assert.True(compilation.Succeeded, compilation.Error?.ToString());
        Assert.Equal([ModelBase + "Person", ModelBase + "House"], asked);
        Assert.True(compilation.Schema.IsValid(Parse("""{"home":{"street":"x","owner":{"home":{"street":"y"}}}}""")));
        Assert.False(compilation.Schema.IsValid(Parse("""{"home":{"street":"x","owner":{"home":{}}}}""")));
    }

    [Theory]
    [InlineData("{", "the schema is not JSON: line 1, byte 2")]
    [InlineData("[]", "a schema is a JSON object")]
    [InlineData("""{"type":"strin"}""", "/type: \"strin\" is not a type; use one of array, boolean, integer, null, number, object, string")]
    [InlineData("""{"properties":{"a/b":{"minLength":-1}}}""", "/properties/a~1b/minLength: -1 is not a count; use an integer of 0 or more")]
    [InlineData("""{"pattern":"("}""", "/pattern: string \"(\" is not a valid ECMA 262 regular expression")]
    [InlineData("""{"required":true}""", "/required: required holds true; it must be of type array")]
    [InlineData("""{"items":{"$ref":"#/definitions/Nope"}}""", "/items/$ref: reference \"#/definitions/Nope\" does not lead to a schema")]
    [InlineData("""{"$ref":"https://example.com/models/X"}""", "/$ref: schema \"https://example.com/models/X\" cannot be found")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf: the divisor must be greater than 0")]
    [InlineData("""{"$ref":"#"}""", "the schema refers to itself without going into a member of the instance")]
    [InlineData("""{"definitions":{"a":{"allOf":[{"$ref":"#/definitions/b"}]},"b":{"not":{"$ref":"#/definitions/a"}}},"items":{"$ref":"#/definitions/a"}}""", "/items: the schema refers to itself without going into a member of the instance")]
    public void A_schema_that_cannot_be_used_is_refused_with_its_place(string schema, string error)
    {
        var compilation = JsonSchema.Compile(schema);

        Assert.False(compilation.Succeeded);
        Assert.Equal(error, compilation.Error.ToString());
    }

    [Fact]
    public void A_schema_that_asks_for_exponential_work_is_answered_in_time()
    {
        var definitions = string.Join(",", Enumerable.Range(0, 24).Select(i => $$$"""
            "d{{{i}}}":{"allOf":[{"$ref":"#/definitions/d{{{i + 1}}}"},{"$ref":"#/definitions/d{{{i + 1}}}"},{"$ref":"#/definitions/d{{{i + 1}}}"}]}
            """));
        var compilation = JsonSchema.Compile("{\"definitions\":{" + definitions + ""","d24":{}},"properties":{"a":{"$ref":"#/definitions/d0"}}}""");

        Assert.True(compilation.Succeeded, compilation.Error?.ToString());
        Assert.False(compilation.Schema.IsValid(Parse("""{"a":1}""")));
        Assert.Equal("[validation of the instance takes too many steps]", compilation.Schema.Validate(Parse("""{"a":1}""")).ToErrorString());
    }

    [Theory]
    [InlineData("""{"maxLength":1}""", "\"\\ud800\"", true)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "{\"\\udfff\":1,\"a\":\"x\"}", true)]
    [InlineData("""{"required":["a"]}""", "{\"\\udfff\":1,\"a\":\"x\"}", true)]
    [InlineData("""{"additionalProperties":false}""", "{\"\\udfff\":1}", false)]
    [InlineData("""{"enum":["x"]}""", "\"\\ud800\"", false)]
    [InlineData("""{"uniqueItems":true}""", "[\"\\ud800\",\"\\ud800\"]", false)]
    [InlineData("""{"pattern":"^.$"}""", "\"\\ud800\"", true)]
    [InlineData("""{"properties":{"é":{"type":"string"}}}""", "{\"\\u00e9\":1}", false)]
    [InlineData("""{"multipleOf":0.01}""", "1e999999999999999999", true)]
    [InlineData("""{"maximum":1e-999999999999999999}""", "0", true)]
    public void Strange_but_possible_bodies_are_judged_not_thrown_at(string schema, string instance, bool valid)
    {
        var compilation = JsonSchema.Compile(schema);

        Assert.True(compilation.Succeeded, compilation.Error?.ToString());
        Assert.Equal(valid, compilation.Schema.IsValid(Parse(instance)));
        Assert.Equal(valid, compilation.Schema.Validate(Parse(instance)).IsValid);
    }

    [Fact]
    public void No_cut_of_a_schema_throws()
    {
        const string Text = "{\"id\":\"\\ud800\",\"\\udfff\":{\"$ref\":\"#/x\"},\"type\":[\"object\",1],\"enum\":[],\"required\":[\"a\",{}],\"items\":[{\"$ref\":\"//%%\"}],"
            + "\"properties\":{\"a\":{\"pattern\":\"[^]\\\\p{Foo}\\\\u{110000}\",\"multipleOf\":1e-400}},\"not\":true,\"allOf\":{}}";
        foreach (var c in new[] { "", "1", "{}", "[]", "\"" })
        {
            for (var i = 0; i <= Text.Length; i++)
            {
                JsonSchema.Compile(Text[..i] + c + Text[i..]).Schema?.IsValid(Parse("{}"));
                JsonSchema.Compile(Text[i..] + c + Text[..i]);
            }
        }
    }

    [Fact]
    public void A_large_array_of_different_items_is_checked_for_duplicates_in_time()
    {
        var items = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $$"""{"id":{{i}}}"""));

        Assert.True(Compile("""{"uniqueItems":true}""").IsValid(Parse($"[{items}]")));
    }

    [Fact]
    public void Judging_an_ordinary_body_allocates_nothing()
    {
        var schema = Compile("""
            {"type":"object","required":["id","name"],"additionalProperties":false,"properties":{
              "id":{"type":"integer","minimum":1},"name":{"type":"string","minLength":1,"pattern":"^[a-z]+$"},
              "tags":{"type":"array","items":{"enum":["a","b"]},"uniqueItems":true}}}
            """);
        var instance = Parse("""{"id":7,"name":"anna","tags":["a","b"]}""");
        for (var i = 0; i < 100; i++)
            Assert.True(schema.IsValid(instance));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = schema.IsValid(instance);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(valid);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static JsonSchema Compile(string schema)
    {
        var compilation = JsonSchema.Compile(schema);
        Assert.True(compilation.Succeeded, compilation.Error?.ToString());
        return compilation.Schema;
    }

    private static JsonSchemaValidation Validate(string schema, string instance) => Compile(schema).Validate(Parse(instance));
}
