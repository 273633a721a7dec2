using System.Text.Json;

namespace Portico.Definitions.Tests.OpenApi;

public class ModelTableTests
{
    private const string Head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents:\n  schemas:\n";
    private const string Url = "https://apigateway.amazonaws.com/restapis/abcde12345/models/";

    [Theory]
    [InlineData("{required: [a], type: object, properties: {a: {type: string}}}", """{"required":["a"],"type":"object","properties":{"a":{"type":"string"}}}""")]
    [InlineData("{$ref: '#/components/schemas/B'}", "{\"$ref\":\"" + Url + "B\"}")]
    [InlineData("{$ref: '#/components/schemas/B/properties/x'}", "{\"$ref\":\"" + Url + "B#/properties/x\"}")]
    [InlineData("{type: array, items: {$ref: '#/components/schemas/A', description: d}}", "{\"type\":\"array\",\"items\":{\"$ref\":\"" + Url + "A\"}}")]
    [InlineData("{type: [string, 'null'], minLength: 1}", """{"type":["string","null"],"minLength":1}""")]
    [InlineData("{minimum: 0x10, exclusiveMinimum: true, maximum: +1.50, multipleOf: .5}", """{"minimum":16,"exclusiveMinimum":true,"maximum":1.50,"multipleOf":0.5}""")]
    [InlineData("{enum: [a, 1, 1.0, null, true, 'true', {b: []}]}", """{"enum":["a",1,1.0,null,true,"true",{"b":[]}]}""")]
    [InlineData("{allOf: [{$ref: '#/components/schemas/B'}, {not: {type: string}}], oneOf: [true, false]}", "{\"allOf\":[{\"$ref\":\"" + Url + "B\"},{\"not\":{\"type\":\"string\"}}],\"oneOf\":[{},{\"not\":{}}]}")]
    [InlineData("{items: [{type: string}, {}], additionalItems: false, additionalProperties: {type: integer}}", """{"items":[{"type":"string"},{}],"additionalItems":false,"additionalProperties":{"type":"integer"}}""")]
    [InlineData("{dependencies: {a: [b], c: {type: object, example: 1}}, patternProperties: {'^x': {}}, required: []}", """{"dependencies":{"a":["b"],"c":{"type":"object"}},"patternProperties":{"^x":{}}}""")]
    [InlineData("{properties: {$ref: {type: string}, example: {type: string}, nullable: {x-own: 1}}}", """{"properties":{"$ref":{"type":"string"},"example":{"type":"string"},"nullable":{}}}""")]
    [InlineData("{type: object, nullable: true, x-own: 1, xml: {}, readOnly: true, discriminator: {}, externalDocs: {}, deprecated: true}", """{"type":"object"}""")]
    [InlineData("{type: string, pattern: '^<a&''+>$', description: \"Zoë 'n' co\"}", """{"type":"string","pattern":"^<a&'+>$","description":"Zoë 'n' co"}""")]
    public void A_schema_becomes_draft_4_with_its_keys_in_order(string schema, string expected)
    {
        var model = Import.Api(Head + $"    A: {schema}\n    B: {{type: object, properties: {{x: {{}}}}}}").Models["A"];

        Assert.Equal(expected, Compact(model.Schema));
        Assert.Equal("application/json", model.ContentType);
    }

    [Fact]
    public void A_schema_is_indented() =>
        Assert.Equal("{\n  \"type\": \"array\",\n  \"items\": {}\n}", Import.Api(Head + "    A: {type: array, items: {}}").Models["A"].Schema);

    [Theory]
    [InlineData("{type: object, nullable: true, properties: {b: {nullable: true}}}", "5:23 /components/schemas/A/nullable: 'nullable' is not a keyword of JSON Schema draft 4 and is left out of the model A")]
    [InlineData("{type: number, exclusiveMinimum: 5}", "5:23 /components/schemas/A/exclusiveMinimum: 'exclusiveMinimum' is a number ('5'), but a boolean beside 'minimum' in JSON Schema draft 4 and is left out of the model A")]
    [InlineData("{type: object, required: true}", "5:23 /components/schemas/A/required: 'required' is a boolean, but a list of names in JSON Schema draft 4 and is left out of the model A")]
    public void What_draft_4_does_not_have_is_dropped_with_a_warning(string schema, string expected) => Assert.Equal([expected], Import.Warnings(Head + "    A: " + schema));

    [Theory]
    [InlineData("A: {}", "5:5 /components/schemas/A: Model schema must have at least 1 property or array items defined: 'A' is empty")]
    [InlineData("A: text", "5:8 /components/schemas/A: 'A' is a text ('text'); a mapping belongs here")]
    [InlineData("'-': {type: object}", "5:5 /components/schemas/-: Model name must be non-empty: '-' has neither letters nor digits")]
    [InlineData("{a-b: {type: object}, ab: {type: object}}", "5:27 /components/schemas/ab: Model name already exists for this REST API: 'ab' and 'a-b' both become 'ab'")]
    [InlineData("A: {$ref: '#/components/schemas/Nope'}", "5:15 /components/schemas/A/$ref: Unable to resolve the $ref '#/components/schemas/Nope': nothing stands there in this document")]
    [InlineData("A: {items: {$ref: '#/definitions/A'}}", "5:23 /components/schemas/A/items/$ref: Unable to resolve the $ref '#/definitions/A': nothing stands there in this document")]
    [InlineData("A: {items: {$ref: '#/info'}}", "5:23 /components/schemas/A/items/$ref: the $ref '#/info' leads to no model; put the schema under 'components/schemas' and refer to it there")]
    [InlineData("A: {items: {$ref: 'pet.json'}}", "5:23 /components/schemas/A/items/$ref: Unable to resolve the $ref 'pet.json': an import is one document; write a JSON pointer that begins with '#/'")]
    [InlineData("A: {properties: [a]}", "5:9 /components/schemas/A/properties: 'properties' is a list; a mapping belongs here")]
    public void A_model_that_cannot_be_one_is_refused(string schemas, string expected) => Assert.Equal([expected], Import.Errors(Head + "    " + schemas));

    [Fact]
    public void A_name_keeps_its_letters_and_digits_and_references_follow()
    {
        var api = Import.Api(Head + "    com.Pet_1: {type: object}\n    B: {items: {$ref: '#/components/schemas/com.Pet_1'}}");

        Assert.Equal(["B", "comPet1"], api.Models.Keys);
        Assert.Contains(Url + "comPet1", api.Models["B"].Schema, StringComparison.Ordinal);
    }

    [Fact]
    public void Circles_of_models_are_allowed() =>
        Assert.Equal(["A", "B"], Import.Api(Head + "    A: {items: {$ref: '#/components/schemas/B'}}\n    B: {items: {$ref: '#/components/schemas/A'}}").Models.Keys);

    [Fact]
    public void Empty_comes_when_it_is_used()
    {
        var api = Import.Api(Head + "    A: {items: {$ref: '#/components/schemas/Empty'}}");

        Assert.Equal("This is a default empty schema model", api.Models["Empty"].Description);
    }

    [Fact]
    public void A_schema_elsewhere_that_bodies_share_is_one_model()
    {
        var api = Import.Api(
            """
            openapi: 3.0.1
            info: {title: T, version: '1'}
            paths:
              /a:
                post: {requestBody: {content: {a/b: {schema: {$ref: '#/x-schemas/S'}}}}}
                put: {requestBody: {content: {a/b: {schema: {$ref: '#/x-schemas/S'}}}}}
            x-schemas: {S: {type: object}}
            """);

        Assert.Single(api.Models);
        Assert.Equal(Import.Method(api, "/a", "POST").RequestModels, Import.Method(api, "/a", "PUT").RequestModels);
    }

    private static string Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Relaxed);
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
