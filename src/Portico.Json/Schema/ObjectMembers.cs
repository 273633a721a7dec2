using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The schemas of an object's members: <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c> together.</summary>
internal sealed class ObjectMembers(Utf8NameTable names, SchemaNode[] named, (EcmaRegex Pattern, SchemaNode Schema)[] patterned, SchemaNode? additional)
{
    public bool AreValid(JsonElement instance, ref EvaluationBudget budget)
    {
        foreach (var property in instance.EnumerateObject())
        {
            if (!budget.Spend())
                return false;

            var rawName = JsonText.RawName(property);
            var index = names.IndexOf(rawName);
            if (index >= 0 && !named[index].IsValid(property.Value, ref budget))
                return false;

            var matched = index >= 0;
            if (patterned.Length > 0)
            {
                using var name = new DecodedText(rawName);
                foreach (var (pattern, schema) in patterned)
                {
                    if (!pattern.IsMatch(name.Span, ref budget))
                        continue;

                    matched = true;
                    if (!schema.IsValid(property.Value, ref budget))
                        return false;
                }
            }

            if (!matched && additional is not null && !additional.IsValid(property.Value, ref budget))
                return false;
        }

        return !budget.IsSpent;
    }

    /// <summary>Whether a member has a schema of its own, so that <c>additionalProperties</c> does not speak about it.</summary>
    public bool Knows(JsonProperty property, ref EvaluationBudget budget)
    {
        var rawName = JsonText.RawName(property);
        if (names.IndexOf(rawName) >= 0)
            return true;

        if (patterned.Length == 0)
            return false;

        using var name = new DecodedText(rawName);
        foreach (var (pattern, _) in patterned)
        {
            if (pattern.IsMatch(name.Span, ref budget))
                return true;
        }

        return false;
    }

    public void Report(JsonElement instance, FindingReport report)
    {
        // AWS walks the members in the order of their names.
        foreach (var property in instance.EnumerateObject().Select(static p => (Name: JsonText.Name(p), p)).OrderBy(static p => p.Name, StringComparer.Ordinal))
        {
            if (report.IsFull || !report.Budget.Spend())
                return;

            var before = report.Enter(property.Name);
            var index = names.IndexOf(JsonText.RawName(property.p));
            if (index >= 0)
                named[index].Report(property.p.Value, report);

            var matched = index >= 0;
            foreach (var (pattern, schema) in patterned)
            {
                if (!pattern.IsMatch(property.Name, ref report.Budget))
                    continue;

                matched = true;
                schema.Report(property.p.Value, report);
            }

            if (!matched)
                additional?.Report(property.p.Value, report);

            report.Leave(before);
        }
    }
}
