using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>One compiled schema object. Filled by the compiler, never changed afterwards.</summary>
internal sealed class SchemaNode
{
    /// <summary>The schema this one stands for, when it is a <c>$ref</c>; it has nothing else then.</summary>
    public SchemaNode? Target;

    /// <summary>Sorted by name: the order in which AWS reports them.</summary>
    public SchemaKeyword[] Keywords = [];

    public ObjectMembers? Members;

    public ArrayItems? Items;

    public IEnumerable<SchemaNode> InPlace => Target is not null ? [Target] : Keywords.SelectMany(static keyword => keyword.InPlace);

    public bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (!budget.Spend() || !HasStack(ref budget))
            return false;

        if (Target is not null)
            return Target.IsValid(instance, ref budget);

        foreach (var keyword in Keywords)
        {
            if (!keyword.IsValid(instance, ref budget))
                return false;
        }

        return instance.ValueKind switch
        {
            JsonValueKind.Object => Members is null || Members.AreValid(instance, ref budget),
            JsonValueKind.Array => Items is null || Items.AreValid(instance, ref budget),
            _ => true,
        };
    }

    public void Report(JsonElement instance, FindingReport report)
    {
        if (report.IsFull || !report.Budget.Spend() || !HasStack(ref report.Budget))
            return;

        if (Target is not null)
        {
            Target.Report(instance, report);
            return;
        }

        foreach (var keyword in Keywords)
            keyword.Report(instance, report);

        if (instance.ValueKind == JsonValueKind.Object)
            Members?.Report(instance, report);
        else if (instance.ValueKind == JsonValueKind.Array)
            Items?.Report(instance, report);
    }

    // The caller chooses how deep a body may be; a deep body under a deep schema must not end the process.
    private static bool HasStack(ref EvaluationBudget budget)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return true;

        budget.Exhaust();
        return false;
    }
}
