using System.Text;
using System.Text.Json;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>Properties of values that are no maps: <c>.name</c> is <c>getName()</c> or <c>isName()</c>. <c>.class</c> is not offered.</summary>
internal static class Getters
{
    public static VtlValue Get(RenderingState state, in VtlValue value, string name)
    {
        var self = state.Resolve(value);
        switch (name)
        {
            case "empty":
                return self.Kind switch
                {
                    VtlKind.String => VtlValue.Of(self.Text.Length == 0),
                    VtlKind.List => VtlValue.Of(self.List.Count == 0),
                    VtlKind.Json when self.Json.ValueKind == JsonValueKind.String => VtlValue.Of(JsonStrings.Raw(self.Json).IsEmpty),
                    VtlKind.Json when self.Json.ValueKind == JsonValueKind.Array => VtlValue.Of(self.Json.GetArrayLength() == 0),
                    _ => default,
                };

            case "blank":
                return self.AsString() is { } text ? VtlValue.Of(JavaText.Strip(text, true, true).Length == 0) : default;

            case "bytes":
                return self.AsString() is { } characters ? Bytes(state, characters) : default;

            case "naN" or "infinite":
                var number = JavaNumbers.Normalize(self);
                return number.Kind == VtlKind.Double ? VtlValue.Of(name == "naN" ? double.IsNaN(number.Double) : double.IsInfinity(number.Double)) : default;

            default:
                return default;
        }
    }

    public static VtlValue Bytes(RenderingState state, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        state.Charge(bytes.Length);
        var list = new VtlList(VtlListKind.Array, bytes.Length);
        foreach (var b in bytes)
            list.Items.Add(VtlValue.Of((int)(sbyte)b));

        return VtlValue.Of(list);
    }
}
