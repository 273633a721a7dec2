namespace Portico.Json.Schema;

/// <summary>Why a schema cannot be compiled.</summary>
/// <param name="SchemaPointer">Where, as a JSON Pointer into the schema; with the URI of the document in front when it is not the schema itself.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record JsonSchemaError(string SchemaPointer, string Message)
{
    public override string ToString() => SchemaPointer.Length == 0 ? Message : $"{SchemaPointer}: {Message}";
}
