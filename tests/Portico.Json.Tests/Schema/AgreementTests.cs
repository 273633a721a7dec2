using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Portico.Json.Schema;

namespace Portico.Json.Tests.Schema;

/// <summary>
/// Two validators that know nothing of each other say the same of random schemas and documents. Only what NJsonSchema
/// supports takes part; where it is known to differ from draft 4, see <see cref="Keywords"/>.
/// </summary>
public sealed class AgreementTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Int[-3, 12].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Int[-3, 12].Select(number => (JsonNode?)JsonValue.Create(number + 0.5)),
        Gen.String[Gen.Char["abc1"], 0, 5].Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)),
        Gen.Const((JsonNode?)null));

    /// <summary>Documents of three levels whose members have few names and few values, so that schemas often fit.</summary>
    private static readonly Gen<JsonNode?> Document = Nested(Nested(Scalar));

    /// <summary>
    /// One keyword, or two that belong together. Left out: `format` (ours asserts nothing, as draft 4 allows), `$ref`, `id` and
    /// `default`, which say nothing here; and of NJsonSchema what differs from draft 4: `dependencies`, which it does not
    /// validate, `uniqueItems`, where null and "" are the same to it, and the type null, after which it looks at nothing else.
    /// Counts begin at 1, since a maximum of 0 means none to it.
    /// </summary>
    private static Gen<KeyValuePair<string, JsonNode?>[]> Keywords(Gen<JsonObject> inner) => Gen.OneOf(
        One("type", Choice("object", "array", "string", "number", "integer", "boolean").Select(name => (JsonNode?)JsonValue.Create(name))),
        Gen.Select(Gen.Int[0, 9], Gen.Bool, (bound, isOpen) => Pairs(("minimum", bound), ("exclusiveMinimum", isOpen))),
        Gen.Select(Gen.Int[0, 9], Gen.Bool, (bound, isOpen) => Pairs(("maximum", bound), ("exclusiveMaximum", isOpen))),
        One("multipleOf", Gen.Int[1, 4].Select(number => (JsonNode?)JsonValue.Create(number))),
        Count("minLength"), Count("maxLength"), Count("minItems"), Count("maxItems"), Count("minProperties"), Count("maxProperties"),
        One("pattern", Choice("^a", "b$", "[0-9]", "^[abc]*$").Select(text => (JsonNode?)JsonValue.Create(text))),
        One("enum", Choice("a", "ab", "c1").Array[1, 3].Select(texts => (JsonNode?)new JsonArray([.. texts.Distinct().Select(text => (JsonNode?)JsonValue.Create(text))]))),
        One("required", Choice(Names).Array[1, 3].Select(names => (JsonNode?)new JsonArray([.. names.Distinct().Select(name => (JsonNode?)JsonValue.Create(name))]))),
        One("items", inner.Select(schema => (JsonNode?)schema)),
        One("not", inner.Select(schema => (JsonNode?)schema)),
        One("allOf", Several(inner)), One("anyOf", Several(inner)), One("oneOf", Several(inner)),
        Gen.Select(Members(inner), Gen.Bool, (members, isClosed) => isClosed ? Pairs(("properties", members), ("additionalProperties", false)) : Pairs(("properties", members))),
        Gen.Select(Members(inner), inner, (members, others) => Pairs(("properties", members), ("additionalProperties", others))));

    [Fact]
    public void Ours_and_NJsonSchema_agree_where_both_support_a_keyword()
    {
        var leaf = Keywords(Gen.Const(() => new JsonObject())).Array[0, 2].Select(Schema);
        var middle = Keywords(leaf).Array[0, 2].Select(Schema);
        var top = Keywords(middle).Array[1, 3].Select(Schema);

        Gen.Select(top.Select(schema => schema.ToJsonString()), Document.Select(document => document?.ToJsonString() ?? "null"))
            .Sample((schema, document) => Assert.True(
                Ours(schema, document) == Theirs(schema, document),
                string.Create(CultureInfo.InvariantCulture, $"ours: {Ours(schema, document)}, theirs: {Theirs(schema, document)}\nschema: {schema}\ndocument: {document}")), iter: 3_000);
    }

    private static bool Ours(string schema, string document)
    {
        var compiled = JsonSchema.Compile(schema).Schema ?? throw new InvalidOperationException($"no schema: {schema}");
        using var parsed = JsonDocument.Parse(document);
        return compiled.IsValid(parsed.RootElement);
    }

    private static bool Theirs(string schema, string document) =>
        NJsonSchema.JsonSchema.FromJsonAsync(schema).GetAwaiter().GetResult().Validate(document).Count == 0;

    private static Gen<string> Choice(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<JsonNode?> Nested(Gen<JsonNode?> inner) => Gen.Frequency(
        (2, inner),
        (2, inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
        (3, Gen.Select(Choice(Names), inner).Array[0, 3].Select(members => (JsonNode?)Object(members))));

    private static JsonObject Object<T>((string Name, T Value)[] members) where T : JsonNode?
    {
        var made = new JsonObject();
        foreach (var (name, value) in members) made[name] = value?.DeepClone();
        return made;
    }

    private static Gen<JsonObject> Members(Gen<JsonObject> inner) => Gen.Select(Choice(Names), inner).Array[1, 2].Select(Object);

    private static Gen<JsonNode?> Several(Gen<JsonObject> inner) => inner.Array[1, 3].Select(schemas => (JsonNode?)new JsonArray([.. schemas.Select(schema => schema.DeepClone())]));

    private static Gen<KeyValuePair<string, JsonNode?>[]> One(string keyword, Gen<JsonNode?> value) => value.Select(made => Pairs((keyword, made)));

    private static Gen<KeyValuePair<string, JsonNode?>[]> Count(string keyword) => One(keyword, Gen.Int[1, 3].Select(number => (JsonNode?)JsonValue.Create(number)));

    private static KeyValuePair<string, JsonNode?>[] Pairs(params (string Keyword, JsonNode? Value)[] pairs) => [.. pairs.Select(pair => KeyValuePair.Create(pair.Keyword, pair.Value))];

    private static JsonObject Schema(KeyValuePair<string, JsonNode?>[][] keywords)
    {
        var made = new JsonObject();
        foreach (var (keyword, value) in keywords.SelectMany(pairs => pairs)) made[keyword] = value?.DeepClone();

        // NJsonSchema takes it for a statement of type, where draft 4 says nothing of what is no object.
        if (made.ContainsKey("required")) made["type"] = "object";
        return made;
    }
}
