using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The schemas of an array's elements: the first ones each by their own, the others by one.</summary>
internal sealed class ArrayItems(SchemaNode[] first, SchemaNode? others)
{
    public bool AreValid(JsonElement instance, ref EvaluationBudget budget)
    {
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var schema = index < first.Length ? first[index] : others;
            if (schema is null)
                return true;

            if (!schema.IsValid(item, ref budget))
                return false;

            index++;
        }

        return true;
    }

    public void Report(JsonElement instance, FindingReport report)
    {
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var schema = index < first.Length ? first[index] : others;
            if (schema is null || report.IsFull)
                return;

            var before = report.Enter(index);
            schema.Report(item, report);
            report.Leave(before);
            index++;
        }
    }
}
