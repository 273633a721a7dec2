using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The keywords <c>allOf</c>, <c>anyOf</c> and <c>oneOf</c>. AWS names only how many matched, never what the branches found.</summary>
internal sealed class AllOfKeyword(SchemaNode[] schemas) : SchemaKeyword("allOf")
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        foreach (var schema in schemas)
        {
            if (!schema.IsValid(instance, ref budget))
                return false;
        }

        return true;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        var matched = Matches.Count(schemas, instance, ref report.Budget);
        if (matched < schemas.Length)
            report.Add(Name, $"instance failed to match all required schemas (matched only {matched} out of {schemas.Length})");
    }
}

internal sealed class AnyOfKeyword(SchemaNode[] schemas) : SchemaKeyword("anyOf")
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        foreach (var schema in schemas)
        {
            if (schema.IsValid(instance, ref budget))
                return true;
        }

        return false;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, $"instance failed to match at least one required schema among {schemas.Length}");
    }
}

internal sealed class OneOfKeyword(SchemaNode[] schemas) : SchemaKeyword("oneOf")
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        var matched = 0;
        foreach (var schema in schemas)
        {
            if (schema.IsValid(instance, ref budget) && ++matched > 1)
                return false;
        }

        return matched == 1;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        var matched = Matches.Count(schemas, instance, ref report.Budget);
        if (matched != 1)
            report.Add(Name, $"instance failed to match exactly one schema (matched {matched} out of {schemas.Length})");
    }
}

internal sealed class NotKeyword(SchemaNode schema) : SchemaKeyword("not")
{
    public override IEnumerable<SchemaNode> InPlace => [schema];

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) => !schema.IsValid(instance, ref budget);

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, "instance matched a schema which it should not have");
    }
}

internal static class Matches
{
    public static int Count(SchemaNode[] schemas, JsonElement instance, ref EvaluationBudget budget)
    {
        var matched = 0;
        foreach (var schema in schemas)
        {
            if (schema.IsValid(instance, ref budget))
                matched++;
        }

        return matched;
    }
}
