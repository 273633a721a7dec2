using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>One compiled keyword that judges the value itself (its members are <see cref="ObjectMembers"/> and <see cref="ArrayItems"/>).</summary>
internal abstract class SchemaKeyword(string name)
{
    public string Name => name;

    /// <summary>Subschemas applied to the same value; the compiler checks them for circles.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    public abstract bool IsValid(JsonElement instance, ref EvaluationBudget budget);

    /// <summary>Adds the findings; called whether or not the instance is valid.</summary>
    public abstract void Report(JsonElement instance, FindingReport report);
}
