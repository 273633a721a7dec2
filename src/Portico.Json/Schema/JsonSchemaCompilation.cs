using System.Diagnostics.CodeAnalysis;

namespace Portico.Json.Schema;

/// <summary>What <see cref="JsonSchema.Compile(string, Func{Uri, string})"/> found: a schema or the reason why there is none.</summary>
public sealed class JsonSchemaCompilation
{
    internal JsonSchemaCompilation(JsonSchema? schema, JsonSchemaError? error)
    {
        Schema = schema;
        Error = error;
    }

    [MemberNotNullWhen(true, nameof(Schema))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Schema is not null;

    public JsonSchema? Schema { get; }

    public JsonSchemaError? Error { get; }
}
