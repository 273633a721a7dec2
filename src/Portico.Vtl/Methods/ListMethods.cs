using Portico.Vtl.Rendering;
using Portico.Vtl.Values;
using static Portico.Vtl.Methods.JavaType;

namespace Portico.Vtl.Methods;

/// <summary>The methods of Java's <c>ArrayList</c>; of arrays and of the keys, values and entries of maps those that they have.</summary>
internal static class ListMethods
{
    public static MethodTable<VtlList> Table { get; } = new(
    [
        new("add", [JavaType.Object], (state, self, a) => Insert(state, self, self.Count, [a[0]])) { Changes = true },
        new("add", [Int, JavaType.Object], (state, self, a) => InsertAt(state, self, a[0], a[1])) { Changes = true, NeedsOrder = true },
        new("addAll", [Collection], (state, self, a) => Insert(state, self, self.Count, ItemsOf(state, a[0]))) { Changes = true },
        new("addAll", [Int, Collection], (state, self, a) => Insert(state, self, Place(self, a[0], self.Count + 1), ItemsOf(state, a[1]))) { Changes = true, NeedsOrder = true },
        new("clear", [], (state, self, a) => Clear(self)) { Changes = true },
        new("contains", [JavaType.Object], (state, self, a) => VtlValue.Of(IndexOf(state, self, a[0]) >= 0)),
        new("containsAll", [Collection], (state, self, a) => VtlValue.Of(ContainsAll(state, self, ItemsOf(state, a[0])))),
        new("equals", [JavaType.Object], (state, self, a) => VtlValue.Of(JavaEquality.Equals(VtlValue.Of(self), a[0], state.Edits))),
        new("get", [Int], (state, self, a) => self[Place(self, a[0], self.Count)]) { NeedsOrder = true },
        new("hashCode", [], (state, self, a) => VtlValue.Of(JavaEquality.HashCode(VtlValue.Of(self), state.Edits))),
        new("indexOf", [JavaType.Object], (state, self, a) => VtlValue.Of(IndexOf(state, self, a[0]))) { NeedsOrder = true },
        new("isEmpty", [], (state, self, a) => VtlValue.Of(self.Count == 0)),
        new("iterator", [], (state, self, a) => VtlValue.Of(new JavaIterator(self))),
        new("lastIndexOf", [JavaType.Object], (state, self, a) => VtlValue.Of(LastIndexOf(state, self, a[0]))) { NeedsOrder = true },
        new("remove", [Int], (state, self, a) => RemoveAt(self, Place(self, a[0], self.Count))) { Changes = true, NeedsOrder = true },
        new("remove", [JavaType.Object], (state, self, a) => Remove(state, self, a[0])) { Changes = true },
        new("removeAll", [Collection], (state, self, a) => Keep(state, self, ItemsOf(state, a[0]), keeps: false)) { Changes = true },
        new("retainAll", [Collection], (state, self, a) => Keep(state, self, ItemsOf(state, a[0]), keeps: true)) { Changes = true },
        new("set", [Int, JavaType.Object], (state, self, a) => Set(self, a[0], a[1])) { Changes = true, NeedsOrder = true },
        new("size", [], (state, self, a) => VtlValue.Of(self.Count)),
        new("subList", [Int, Int], SubList) { NeedsOrder = true },
        new("toArray", [], (state, self, a) => Copy(state, self, VtlListKind.Array)),
        new("toString", [], (state, self, a) => VtlValue.Of(state.TextOf(VtlValue.Of(self)))),
    ]);

    /// <summary>The elements of a collection, as they are now.</summary>
    public static VtlValue[] ItemsOf(RenderingState state, in VtlValue collection)
    {
        var opened = state.Resolve(collection);
        if (opened.Kind == VtlKind.Json)
            opened = JsonEdits.Copy(opened.Json);

        if (opened.Kind != VtlKind.List)
            throw RenderingFailure.Runtime("a list is expected where there is no value");

        state.Step(opened.List.Count >> 2);
        return [.. opened.List.Items];
    }

    private static int Place(VtlList self, in VtlValue index, int count)
    {
        var number = JavaNumbers.Normalize(index).Integer;
        return number >= 0 && number < count ? (int)number : throw RenderingFailure.Runtime($"index {number} is out of range for a list of {self.Count}");
    }

    private static VtlValue InsertAt(RenderingState state, VtlList self, in VtlValue index, in VtlValue value)
    {
        Insert(state, self, Place(self, index, self.Count + 1), [value]);
        return default;
    }

    private static VtlValue Insert(RenderingState state, VtlList self, int index, VtlValue[] items)
    {
        state.Charge(items.Length);
        self.Version++;
        self.Items.InsertRange(index, items);
        return VtlValue.Of(items.Length > 0);
    }

    private static VtlValue Clear(VtlList self)
    {
        self.Version++;
        self.Items.Clear();
        return default;
    }

    private static VtlValue RemoveAt(VtlList self, int index)
    {
        var before = self[index];
        self.Version++;
        self.Items.RemoveAt(index);
        return before;
    }

    private static VtlValue Remove(RenderingState state, VtlList self, in VtlValue value)
    {
        var index = IndexOf(state, self, value);
        if (index >= 0)
            RemoveAt(self, index);

        return VtlValue.Of(index >= 0);
    }

    private static VtlValue Set(VtlList self, in VtlValue index, in VtlValue value)
    {
        var place = Place(self, index, self.Count);
        var before = self[place];
        self.Items[place] = value;
        return before;
    }

    private static int IndexOf(RenderingState state, VtlList self, VtlValue value)
    {
        state.Step(self.Count >> 2);
        return self.Items.FindIndex(item => JavaEquality.Equals(value, item, state.Edits));
    }

    private static int LastIndexOf(RenderingState state, VtlList self, VtlValue value)
    {
        state.Step(self.Count >> 2);
        return self.Items.FindLastIndex(item => JavaEquality.Equals(value, item, state.Edits));
    }

    private static bool ContainsAll(RenderingState state, VtlList self, VtlValue[] items)
    {
        foreach (var item in items)
        {
            state.Step();
            if (IndexOf(state, self, item) < 0)
                return false;
        }

        return true;
    }

    private static VtlValue Keep(RenderingState state, VtlList self, VtlValue[] items, bool keeps)
    {
        var removed = self.Items.RemoveAll(item =>
        {
            state.Step(1 + (items.Length >> 2));
            return Array.Exists(items, other => JavaEquality.Equals(item, other, state.Edits)) != keeps;
        });

        if (removed > 0)
            self.Version++;

        return VtlValue.Of(removed > 0);
    }

    private static VtlValue SubList(RenderingState state, VtlList self, ReadOnlySpan<VtlValue> arguments)
    {
        var from = JavaNumbers.Normalize(arguments[0]).Integer;
        var to = JavaNumbers.Normalize(arguments[1]).Integer;
        if (from < 0 || to > self.Count || from > to)
            throw RenderingFailure.Runtime($"{from} to {to} is out of range for a list of {self.Count}");

        state.Charge(to - from);
        return VtlValue.Of(new VtlList(VtlListKind.List, self.Items.GetRange((int)from, (int)(to - from))));
    }

    private static VtlValue Copy(RenderingState state, VtlList self, VtlListKind kind)
    {
        state.Charge(self.Count);
        return VtlValue.Of(new VtlList(kind, [.. self.Items]));
    }
}
