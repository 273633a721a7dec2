using System.Text.Json;
using Portico.Json.Schema;

namespace Portico.Compiler.Validation;

/// <summary>What may be the schema of a model.</summary>
public static class ModelSchemas
{
    private static readonly Lazy<JsonSchema> SchemaOfSchemas = new(() => JsonSchema.Compile("""{"$ref":"http://json-schema.org/draft-04/schema#"}""").Schema!);

    /// <summary>Whether a text is a schema of draft 4, to the letter of its meta-schema. Models that it refers to need not be there.</summary>
    public static bool IsSchema(string schema)
    {
        if (!JsonSchema.Compile(schema, static _ => "{}").Succeeded) return false;
        using var document = JsonDocument.Parse(schema);
        return SchemaOfSchemas.Value.IsValid(document.RootElement);
    }
}
