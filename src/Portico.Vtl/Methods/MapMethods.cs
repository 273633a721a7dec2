using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>The methods of Java's <c>Map</c>.</summary>
internal static class MapMethods
{
    public static MethodTable<VtlMap> Table { get; } = new(
    [
        new("clear", [], (state, self, a) => Clear(self)) { Changes = true },
        new("containsKey", [JavaType.Object], (state, self, a) => VtlValue.Of(self.Entries.ContainsKey(JavaEquality.AsKey(a[0])))),
        new("containsValue", [JavaType.Object], (state, self, a) => VtlValue.Of(ContainsValue(state, self, a[0]))),
        new("entrySet", [], (state, self, a) => View(state, self, (key, value) => VtlValue.Of(new MapEntry(self, key, value)))),
        new("equals", [JavaType.Object], (state, self, a) => VtlValue.Of(JavaEquality.Equals(VtlValue.Of(self), a[0], state.Edits))),
        new("get", [JavaType.Object], (state, self, a) => self.Get(JavaEquality.AsKey(a[0]))),
        new("getOrDefault", [JavaType.Object, JavaType.Object], (state, self, a) => self.Entries.TryGetValue(JavaEquality.AsKey(a[0]), out var value) ? value : a[1]),
        new("hashCode", [], (state, self, a) => VtlValue.Of(JavaEquality.HashCode(VtlValue.Of(self), state.Edits))),
        new("isEmpty", [], (state, self, a) => VtlValue.Of(self.Count == 0)),
        new("keySet", [], (state, self, a) => View(state, self, (key, value) => key)),
        new("put", [JavaType.Object, JavaType.Object], (state, self, a) => Put(state, self, a[0], a[1])) { Changes = true },
        new("putAll", [JavaType.Map], PutAll) { Changes = true },
        new("putIfAbsent", [JavaType.Object, JavaType.Object], PutIfAbsent) { Changes = true },
        new("remove", [JavaType.Object], (state, self, a) => Remove(state, self, a[0])) { Changes = true },
        new("remove", [JavaType.Object, JavaType.Object], RemoveEqual) { Changes = true },
        new("replace", [JavaType.Object, JavaType.Object], (state, self, a) => self.Entries.ContainsKey(JavaEquality.AsKey(a[0])) ? self.Put(a[0], a[1]) : default) { Changes = true },
        new("size", [], (state, self, a) => VtlValue.Of(self.Count)),
        new("toString", [], (state, self, a) => VtlValue.Of(state.TextOf(VtlValue.Of(self)))),
        new("values", [], (state, self, a) => View(state, self, (key, value) => value)),
    ]);

    private static VtlValue Clear(VtlMap self)
    {
        self.Clear();
        return default;
    }

    private static VtlValue Put(RenderingState state, VtlMap self, in VtlValue key, in VtlValue value)
    {
        state.Charge(2);
        return self.Put(key, value);
    }

    private static VtlValue PutAll(RenderingState state, VtlMap self, ReadOnlySpan<VtlValue> arguments)
    {
        var other = state.Resolve(arguments[0]);
        if (other.Kind == VtlKind.Json)
            other = JsonEdits.Copy(other.Json);

        if (other.Kind != VtlKind.Map)
            throw RenderingFailure.Runtime("a map is expected where there is no value");

        foreach (var (key, value) in other.Map.Entries.ToArray())
            Put(state, self, key, value);

        return default;
    }

    private static VtlValue PutIfAbsent(RenderingState state, VtlMap self, ReadOnlySpan<VtlValue> arguments)
    {
        var known = self.Get(JavaEquality.AsKey(arguments[0]));
        return known.IsNull ? Put(state, self, arguments[0], arguments[1]) : known;
    }

    private static VtlValue Remove(RenderingState state, VtlMap self, in VtlValue key)
    {
        state.Step(self.Count >> 3);
        return self.Remove(JavaEquality.AsKey(key), out var before) ? before : default;
    }

    private static VtlValue RemoveEqual(RenderingState state, VtlMap self, ReadOnlySpan<VtlValue> arguments)
    {
        var key = JavaEquality.AsKey(arguments[0]);
        if (!self.Entries.TryGetValue(key, out var value) || !JavaEquality.Equals(value, arguments[1], state.Edits))
            return VtlValue.Of(false);

        Remove(state, self, key);
        return VtlValue.Of(true);
    }

    private static bool ContainsValue(RenderingState state, VtlMap self, in VtlValue value)
    {
        state.Step(self.Count >> 2);
        foreach (var (_, item) in self.Entries)
        {
            if (JavaEquality.Equals(value, item, state.Edits))
                return true;
        }

        return false;
    }

    private static VtlValue View(RenderingState state, VtlMap self, Func<VtlValue, VtlValue, VtlValue> select)
    {
        state.Charge(self.Count);
        return VtlValue.Of(new VtlList(self, select));
    }
}
