using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>The methods that every value has. <c>getClass</c> is not offered.</summary>
internal static class ObjectMethods
{
    public static MethodTable<VtlValue> Table { get; } = new(
    [
        new("booleanValue", [], (state, self, a) => self.Kind == VtlKind.Boolean ? self : default),
        new("charValue", [], (state, self, a) => self.Kind == VtlKind.Character ? self : default),
        new("compareTo", [JavaType.Boolean], (state, self, a) => self.Kind == VtlKind.Boolean ? VtlValue.Of(self.Boolean.CompareTo(a[0].Boolean)) : default),
        new("compareTo", [JavaType.Char], (state, self, a) => self.Kind == VtlKind.Character ? VtlValue.Of(self.Character - a[0].Character) : default),
        new("equals", [JavaType.Object], (state, self, a) => VtlValue.Of(JavaEquality.Equals(self, a[0], state.Edits))),
        new("hashCode", [], (state, self, a) => VtlValue.Of(JavaEquality.HashCode(self, state.Edits))),
        new("parseBoolean", [JavaType.String], (state, self, a) => self.Kind == VtlKind.Boolean ? VtlValue.Of(state.TextOf(a[0]).Equals("true", StringComparison.OrdinalIgnoreCase)) : default),
        new("toString", [], (state, self, a) => VtlValue.Of(state.TextOf(self))),
        new("valueOf", [JavaType.String], (state, self, a) => self.Kind == VtlKind.Boolean ? VtlValue.Of(state.TextOf(a[0]).Equals("true", StringComparison.OrdinalIgnoreCase)) : default),
    ]);
}
