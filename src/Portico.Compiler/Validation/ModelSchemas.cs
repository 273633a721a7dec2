using Portico.Json.Schema;

namespace Portico.Compiler.Validation;

/// <summary>What may be the schema of a model.</summary>
public static class ModelSchemas
{
    /// <summary>Whether a text is a schema of draft 4. Models that it refers to need not be there.</summary>
    public static bool IsSchema(string schema) => JsonSchema.Compile(schema, static _ => "{}").Succeeded;
}
