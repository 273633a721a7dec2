using Portico.Vtl.Rendering;

namespace Portico.Vtl.Values;

/// <summary>Values as Java prints them.</summary>
internal static class TextForm
{
    public static string ToString(VtlValue value) => value.Reference?.ToString() ?? "";

    public static void Write(VtlValue value, VtlOutput output) => output.Write(ToString(value).AsSpan());
}
