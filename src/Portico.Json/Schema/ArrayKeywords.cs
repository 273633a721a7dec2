using System.Buffers;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The keywords <c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed class ItemCountKeyword(bool isMaximum, int limit) : SchemaKeyword(isMaximum ? "maxItems" : "minItems")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) =>
        instance.ValueKind != JsonValueKind.Array || (isMaximum ? instance.GetArrayLength() <= limit : instance.GetArrayLength() >= limit);

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (IsValid(instance, ref report.Budget))
            return;

        report.Add(Name, isMaximum
            ? $"array is too long: must have at most {limit} elements but instance has {instance.GetArrayLength()} elements"
            : $"array is too short: must have at least {limit} elements but instance has {instance.GetArrayLength()} elements");
    }
}

/// <summary>The keyword <c>additionalItems</c> when it is false and <c>items</c> is a list.</summary>
internal sealed class NoAdditionalItemsKeyword(int allowed) : SchemaKeyword("additionalItems")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) =>
        instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() <= allowed;

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, $"schema only allows {allowed} elements in array but instance has {instance.GetArrayLength()} elements");
    }
}

internal sealed class UniqueItemsKeyword() : SchemaKeyword("uniqueItems")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;

        var count = instance.GetArrayLength();
        if (count < 2)
            return true;

        if (!budget.Spend(count))
            return false;

        // Sorted by hash, equal elements are neighbours: comparing all pairs of a large array would take forever.
        var items = ArrayPool<JsonElement>.Shared.Rent(count);
        var hashes = ArrayPool<int>.Shared.Rent(count);
        try
        {
            var index = 0;
            foreach (var item in instance.EnumerateArray())
            {
                items[index] = item;
                hashes[index++] = JsonValueHash.Of(item);
            }

            hashes.AsSpan(0, count).Sort(items.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                for (var j = i + 1; j < count && hashes[j] == hashes[i]; j++)
                {
                    if (!budget.Spend() || JsonText.DeepEquals(items[i], items[j]))
                        return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<JsonElement>.Shared.Return(items, clearArray: true);
            ArrayPool<int>.Shared.Return(hashes);
        }
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, "array must not contain duplicate elements");
    }
}
