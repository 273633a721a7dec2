using System.Collections.Immutable;

namespace Portico.Json.Schema;

/// <summary>All findings about one instance, in the order AWS reports them.</summary>
public sealed class JsonSchemaValidation
{
    internal JsonSchemaValidation(ImmutableArray<JsonSchemaFinding> findings) => Findings = findings;

    public bool IsValid => Findings.IsEmpty;

    public ImmutableArray<JsonSchemaFinding> Findings { get; }

    /// <returns>The messages as <c>$context.error.validationErrorString</c> shows them: <c>[first, second]</c>.</returns>
    public string ToErrorString() => $"[{string.Join(", ", Findings.Select(static finding => finding.Message))}]";

    public override string ToString() => ToErrorString();
}
