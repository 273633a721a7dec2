using System.Text.Json;
using Portico.Json.Schema;

namespace Portico.Fuzz.Targets;

/// <summary>JSON Schemas: compiled, and documents held against them.</summary>
internal sealed class SchemaTarget : IFuzzTarget
{
    private static readonly JsonElement[] Instances =
        [.. ((string[])["{}", "[1,2,2,{\"a\":null}]", "\"text \\ud800\"", "1e400", "true", "null", """{"a":1,"b":{"c":["x","2026-01-01T00:00:00Z"]},"aaaa":"bbbb"}"""]).Select(text => JsonDocument.Parse(text).RootElement)];

    public string Name => "schema";

    public IReadOnlyList<string> Words { get; } =
    [
        "\"type\":", "\"object\"", "\"array\"", "\"string\"", "\"integer\"", "\"number\"", "\"null\"", "\"properties\":{", "\"patternProperties\":{\"^a+\":{}}", "\"additionalProperties\":false",
        "\"required\":[\"a\"]", "\"items\":{", "\"items\":[", "\"additionalItems\":false", "\"minItems\":1", "\"uniqueItems\":true", "\"minLength\":2", "\"pattern\":\"^(a+)+$\"", "\"format\":\"date-time\"",
        "\"enum\":[1,\"a\"]", "\"allOf\":[", "\"anyOf\":[", "\"oneOf\":[", "\"not\":{", "\"$ref\":\"#\"", "\"$ref\":\"#/definitions/a\"", "\"definitions\":{\"a\":", "\"dependencies\":{\"a\":[\"b\"]}",
        "\"minimum\":1", "\"exclusiveMinimum\":true", "\"multipleOf\":0.01", "\"id\":\"http://x/\"", "{", "}", "[", "]", ",", ":", "1e999", "-0", "\"\\ud800\"",
    ];

    public void Take(string input)
    {
        var compilation = JsonSchema.Compile(input);
        if (compilation.Schema is null)
        {
            if (compilation.Error is null)
                throw new BrokenPromiseException("no schema and no error");

            return;
        }

        foreach (var instance in Instances)
        {
            var isValid = compilation.Schema.IsValid(instance);
            var findings = compilation.Schema.Validate(instance).Findings;
            if (isValid != (findings.Length == 0))
                throw new BrokenPromiseException($"IsValid says {isValid}, but there are {findings.Length} findings");
        }
    }
}
