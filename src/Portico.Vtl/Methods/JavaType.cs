using System.Text.Json;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>The type of a method's parameter, as far as it decides which method is meant.</summary>
internal enum JavaType : byte
{
    Int,
    Long,
    Double,
    Boolean,
    Char,
    String,
    Number,
    Collection,
    Map,
    Object,
}

internal static class JavaTypes
{
    /// <summary>Whether Velocity would hand this value to a parameter of the type. Integers widen; nothing narrows.</summary>
    public static bool Accepts(this JavaType type, in VtlValue value)
    {
        if (type == JavaType.Object)
            return true;

        if (value.IsNull)
            return type is not (JavaType.Int or JavaType.Long or JavaType.Double or JavaType.Boolean or JavaType.Char);

        var number = JavaNumbers.Normalize(value);
        return type switch
        {
            JavaType.Int => number.Kind == VtlKind.Integer,
            JavaType.Long => number.Kind is VtlKind.Integer or VtlKind.Long,
            JavaType.Double => number.Kind is VtlKind.Integer or VtlKind.Long or VtlKind.Double,
            JavaType.Number => !number.IsNull,
            JavaType.Boolean => value.Kind == VtlKind.Boolean,
            JavaType.Char => value.Kind == VtlKind.Character,
            JavaType.String => value.Kind == VtlKind.String || IsJson(value, JsonValueKind.String),
            JavaType.Collection => (value.Kind == VtlKind.List && value.List.ListKind != VtlListKind.Array) || IsJson(value, JsonValueKind.Array),
            _ => value.Kind == VtlKind.Map || IsJson(value, JsonValueKind.Object),
        };
    }

    public static string NameOf(JavaType type) => type switch
    {
        JavaType.Int => "int",
        JavaType.Long => "long",
        JavaType.Double => "double",
        JavaType.Boolean => "boolean",
        JavaType.Char => "char",
        _ => type.ToString(),
    };

    private static bool IsJson(in VtlValue value, JsonValueKind kind) => value.Kind == VtlKind.Json && value.Json.ValueKind == kind;
}
