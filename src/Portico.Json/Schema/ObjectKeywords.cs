using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The keywords <c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class PropertyCountKeyword(bool isMaximum, int limit) : SchemaKeyword(isMaximum ? "maxProperties" : "minProperties")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) =>
        instance.ValueKind != JsonValueKind.Object || (isMaximum ? instance.GetPropertyCount() <= limit : instance.GetPropertyCount() >= limit);

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (IsValid(instance, ref report.Budget))
            return;

        report.Add(Name, isMaximum
            ? $"object has too many properties (found {instance.GetPropertyCount()} but schema requires at most {limit})"
            : $"object has too few properties (found {instance.GetPropertyCount()} but schema requires at least {limit})");
    }
}

internal sealed class RequiredKeyword : SchemaKeyword
{
    private readonly string[] _names;
    private readonly byte[][] _utf8Names;

    public RequiredKeyword(IEnumerable<string> names)
        : base("required")
    {
        // AWS lists the missing ones sorted, whatever the schema's order.
        _names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _utf8Names = [.. _names.Select(System.Text.Encoding.UTF8.GetBytes)];
    }

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;

        foreach (var name in _utf8Names)
        {
            if (!budget.Spend() || !JsonText.TryGetMember(instance, name, out _))
                return false;
        }

        return true;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (IsValid(instance, ref report.Budget))
            return;

        var missing = _names.Where((_, i) => !JsonText.TryGetMember(instance, _utf8Names[i], out var _));
        report.Add(Name, $"object has missing required properties ({FindingReport.JsonList(missing)})");
    }
}

/// <summary>The keyword <c>additionalProperties</c> when it is false.</summary>
internal sealed class NoAdditionalPropertiesKeyword(ObjectMembers members) : SchemaKeyword("additionalProperties")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;

        foreach (var property in instance.EnumerateObject())
        {
            if (!budget.Spend() || !members.Knows(property, ref budget))
                return false;
        }

        return true;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (IsValid(instance, ref report.Budget))
            return;

        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var property in instance.EnumerateObject())
        {
            if (unknown.Count < FindingNames && !members.Knows(property, ref report.Budget))
                unknown.Add(FindingReport.Quote(JsonText.Name(property)));
        }

        report.Add(Name, $"object instance has properties which are not allowed by the schema: {FindingReport.JsonList(unknown)}");
    }

    // More names than this help nobody; a body may have a million.
    private const int FindingNames = 100;
}

internal sealed class DependenciesKeyword((string Name, string[] Required)[] properties, (string Name, SchemaNode Schema)[] schemas) : SchemaKeyword("dependencies")
{
    private readonly (byte[] Name, byte[][] Required)[] _properties =
        [.. properties.Select(static entry => (System.Text.Encoding.UTF8.GetBytes(entry.Name), entry.Required.Select(System.Text.Encoding.UTF8.GetBytes).ToArray()))];

    private readonly (byte[] Name, SchemaNode Schema)[] _schemas = [.. schemas.Select(static entry => (System.Text.Encoding.UTF8.GetBytes(entry.Name), entry.Schema))];

    public override IEnumerable<SchemaNode> InPlace => schemas.Select(static entry => entry.Schema);

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;

        foreach (var (name, required) in _properties)
        {
            if (!budget.Spend())
                return false;

            if (!JsonText.TryGetMember(instance, name, out _))
                continue;

            foreach (var other in required)
            {
                if (!JsonText.TryGetMember(instance, other, out _))
                    return false;
            }
        }

        foreach (var (name, schema) in _schemas)
        {
            if (JsonText.TryGetMember(instance, name, out _) && !schema.IsValid(instance, ref budget))
                return false;
        }

        return true;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return;

        for (var i = 0; i < properties.Length; i++)
        {
            if (!JsonText.TryGetMember(instance, _properties[i].Name, out _))
                continue;

            var missing = properties[i].Required.Where((_, j) => !JsonText.TryGetMember(instance, _properties[i].Required[j], out var _)).ToArray();
            if (missing.Length > 0)
            {
                report.Add(Name, $"property \"{properties[i].Name}\" of object has missing property dependencies "
                    + $"(schema requires {FindingReport.JsonList(properties[i].Required)}; missing: {FindingReport.JsonList(missing)})");
            }
        }

        foreach (var (name, schema) in _schemas)
        {
            if (JsonText.TryGetMember(instance, name, out _))
                schema.Report(instance, report);
        }
    }
}
