using System.Runtime.InteropServices;
using System.Text.Json;

namespace Portico.Json.Schema;

[Flags]
internal enum PrimitiveTypes
{
    None = 0,
    Array = 1,
    Boolean = 2,
    Integer = 4,
    Null = 8,
    Number = 16,
    Object = 32,
    String = 64,
}

/// <summary>The keyword <c>type</c>, and <c>enum</c>.</summary>
internal sealed class TypeKeyword : SchemaKeyword
{
    // In this order AWS lists them.
    private static readonly (PrimitiveTypes Type, string Name)[] Names =
    [
        (PrimitiveTypes.Array, "array"), (PrimitiveTypes.Boolean, "boolean"), (PrimitiveTypes.Integer, "integer"), (PrimitiveTypes.Null, "null"),
        (PrimitiveTypes.Number, "number"), (PrimitiveTypes.Object, "object"), (PrimitiveTypes.String, "string"),
    ];

    private readonly PrimitiveTypes _allowed;
    private readonly string _allowedNames;

    public TypeKeyword(PrimitiveTypes allowed)
        : base("type")
    {
        // Every integer is a number.
        _allowed = allowed.HasFlag(PrimitiveTypes.Number) ? allowed | PrimitiveTypes.Integer : allowed;
        _allowedNames = FindingReport.JsonList(Names.Where(name => _allowed.HasFlag(name.Type)).Select(static name => name.Name));
    }

    public static PrimitiveTypes FromName(string name) => Names.FirstOrDefault(entry => entry.Name == name).Type;

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) => (_allowed & Of(instance)) != 0;

    public override void Report(JsonElement instance, FindingReport report)
    {
        var type = Of(instance);
        if ((_allowed & type) == 0)
        {
            var found = Names.First(name => name.Type == type).Name;
            report.Add(Name, $"instance type ({found}) does not match any allowed primitive type (allowed: {_allowedNames})");
        }
    }

    private static PrimitiveTypes Of(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.Array => PrimitiveTypes.Array,
        JsonValueKind.True or JsonValueKind.False => PrimitiveTypes.Boolean,
        JsonValueKind.Number => JsonNumber.IsIntegerText(JsonMarshal.GetRawUtf8Value(instance)) ? PrimitiveTypes.Integer : PrimitiveTypes.Number,
        JsonValueKind.Object => PrimitiveTypes.Object,
        JsonValueKind.String => PrimitiveTypes.String,
        _ => PrimitiveTypes.Null,
    };
}

internal sealed class EnumKeyword(JsonElement values) : SchemaKeyword("enum")
{
    private readonly JsonElement[] _values = [.. values.EnumerateArray()];

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        foreach (var value in _values)
        {
            if (value.ValueKind == instance.ValueKind && JsonText.DeepEquals(value, instance))
                return true;
        }

        return false;
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, $"instance value ({FindingReport.Quote(FindingReport.Json(instance))}) not found in enum (possible values: {FindingReport.Json(values)})");
    }
}
