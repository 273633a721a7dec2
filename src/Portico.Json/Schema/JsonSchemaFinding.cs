namespace Portico.Json.Schema;

/// <summary>One way in which an instance breaks its schema.</summary>
/// <param name="InstancePointer">The place in the instance, as a JSON Pointer; empty for the whole instance.</param>
/// <param name="Keyword">The keyword of the schema that is broken.</param>
/// <param name="Message">The sentence AWS uses for it.</param>
public readonly record struct JsonSchemaFinding(string InstancePointer, string Keyword, string Message);
