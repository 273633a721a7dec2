using Portico.Vtl.Rendering;
using Portico.Vtl.Values;
using static Portico.Vtl.Methods.JavaType;

namespace Portico.Vtl.Methods;

/// <summary>The methods of Java's <c>String</c>, also those that Java has on the class (<c>format</c>, <c>join</c>, <c>valueOf</c>).</summary>
internal static class StringMethods
{
    private const int RepeatLimit = 16 * 1024 * 1024;

    public static MethodTable<string> Table { get; } = new(
    [
        new("charAt", [Int], (state, self, a) => VtlValue.Of(CharAt(self, Number(a[0])))),
        new("codePointAt", [Int], (state, self, a) => VtlValue.Of(JavaText.CodePointAt(self, Number(a[0])))),
        new("codePointCount", [Int, Int], (state, self, a) => VtlValue.Of(JavaText.Substring(self, Number(a[0]), Number(a[1])).EnumerateRunes().Count())),
        new("compareTo", [JavaType.String], (state, self, a) => VtlValue.Of(JavaText.Compare(self, Text(state, a[0])))),
        new("compareToIgnoreCase", [JavaType.String], (state, self, a) => VtlValue.Of(JavaText.Compare(JavaText.Fold(self), JavaText.Fold(Text(state, a[0]))))),
        new("concat", [JavaType.String], (state, self, a) => Concat(state, self, Text(state, a[0]))),
        new("contains", [JavaType.String], (state, self, a) => VtlValue.Of(self.Contains(Text(state, a[0]), StringComparison.Ordinal))),
        new("contentEquals", [JavaType.String], (state, self, a) => VtlValue.Of(self == Text(state, a[0]))),
        new("endsWith", [JavaType.String], (state, self, a) => VtlValue.Of(self.EndsWith(Text(state, a[0]), StringComparison.Ordinal))),
        new("equals", [JavaType.Object], (state, self, a) => VtlValue.Of(a[0].AsString() == self)),
        new("equalsIgnoreCase", [JavaType.String], (state, self, a) => VtlValue.Of(a[0].AsString() is { } other && JavaText.Fold(self) == JavaText.Fold(other))),
        new("format", [JavaType.String], (state, self, a) => VtlValue.Of(JavaFormat.Format(state, Text(state, a[0]), Spread(a[1..])))) { IsVariadic = true },
        new("formatted", [], (state, self, a) => VtlValue.Of(JavaFormat.Format(state, self, Spread(a)))) { IsVariadic = true },
        new("getBytes", [], (state, self, a) => Getters.Bytes(state, self)),
        new("hashCode", [], (state, self, a) => VtlValue.Of(JavaEquality.HashCode(VtlValue.Of(self), null))),
        new("indexOf", [Int], (state, self, a) => VtlValue.Of(JavaText.IndexOf(self, JavaText.OfCodePoint(Number(a[0])), 0))),
        new("indexOf", [JavaType.String], (state, self, a) => VtlValue.Of(JavaText.IndexOf(self, Text(state, a[0]), 0))),
        new("indexOf", [Int, Int], (state, self, a) => VtlValue.Of(JavaText.IndexOf(self, JavaText.OfCodePoint(Number(a[0])), Number(a[1])))),
        new("indexOf", [JavaType.String, Int], (state, self, a) => VtlValue.Of(JavaText.IndexOf(self, Text(state, a[0]), Number(a[1])))),
        new("intern", [], (state, self, a) => VtlValue.Of(self)),
        new("isBlank", [], (state, self, a) => VtlValue.Of(JavaText.Strip(self, true, true).Length == 0)),
        new("isEmpty", [], (state, self, a) => VtlValue.Of(self.Length == 0)),
        new("join", [JavaType.String, JavaType.Collection], (state, self, a) => Join(state, Text(state, a[0]), ListMethods.ItemsOf(state, a[1]))),
        new("join", [JavaType.String], (state, self, a) => Join(state, Text(state, a[0]), Spread(a[1..]).ToArray())) { IsVariadic = true },
        new("lastIndexOf", [Int], (state, self, a) => VtlValue.Of(JavaText.LastIndexOf(self, JavaText.OfCodePoint(Number(a[0])), int.MaxValue))),
        new("lastIndexOf", [JavaType.String], (state, self, a) => VtlValue.Of(JavaText.LastIndexOf(self, Text(state, a[0]), int.MaxValue))),
        new("lastIndexOf", [Int, Int], (state, self, a) => VtlValue.Of(JavaText.LastIndexOf(self, JavaText.OfCodePoint(Number(a[0])), Number(a[1])))),
        new("lastIndexOf", [JavaType.String, Int], (state, self, a) => VtlValue.Of(JavaText.LastIndexOf(self, Text(state, a[0]), Number(a[1])))),
        new("length", [], (state, self, a) => VtlValue.Of(self.Length)),
        new("matches", [JavaType.String], (state, self, a) => VtlValue.Of(RegexMethods.Matches(state, self, Text(state, a[0])))),
        new("regionMatches", [Int, JavaType.String, Int, Int], (state, self, a) => VtlValue.Of(RegionMatches(self, Number(a[0]), Text(state, a[1]), Number(a[2]), Number(a[3])))),
        new("repeat", [Int], (state, self, a) => Repeat(state, self, Number(a[0]))),
        new("replace", [JavaType.Char, JavaType.Char], (state, self, a) => state.Made(self.Replace(a[0].Character, a[1].Character))),
        new("replace", [JavaType.String, JavaType.String], (state, self, a) => Replace(state, self, Text(state, a[0]), Text(state, a[1]))),
        new("replaceAll", [JavaType.String, JavaType.String], (state, self, a) => state.Made(RegexMethods.Replace(state, self, Text(state, a[0]), Text(state, a[1]), all: true))),
        new("replaceFirst", [JavaType.String, JavaType.String], (state, self, a) => state.Made(RegexMethods.Replace(state, self, Text(state, a[0]), Text(state, a[1]), all: false))),
        new("split", [JavaType.String], (state, self, a) => RegexMethods.Split(state, self, Text(state, a[0]), 0)),
        new("split", [JavaType.String, Int], (state, self, a) => RegexMethods.Split(state, self, Text(state, a[0]), (int)Number(a[1]))),
        new("startsWith", [JavaType.String], (state, self, a) => VtlValue.Of(self.StartsWith(Text(state, a[0]), StringComparison.Ordinal))),
        new("startsWith", [JavaType.String, Int], (state, self, a) => VtlValue.Of(StartsWith(self, Text(state, a[0]), Number(a[1])))),
        new("strip", [], (state, self, a) => state.Made(JavaText.Strip(self, true, true))),
        new("stripLeading", [], (state, self, a) => state.Made(JavaText.Strip(self, true, false))),
        new("stripTrailing", [], (state, self, a) => state.Made(JavaText.Strip(self, false, true))),
        new("subSequence", [Int, Int], (state, self, a) => state.Made(JavaText.Substring(self, Number(a[0]), Number(a[1])))),
        new("substring", [Int], (state, self, a) => state.Made(JavaText.Substring(self, Number(a[0]), self.Length))),
        new("substring", [Int, Int], (state, self, a) => state.Made(JavaText.Substring(self, Number(a[0]), Number(a[1])))),
        new("toCharArray", [], (state, self, a) => Characters(state, self)),
        new("toLowerCase", [], (state, self, a) => state.Made(JavaText.ToLower(self))),
        new("toString", [], (state, self, a) => VtlValue.Of(self)),
        new("toUpperCase", [], (state, self, a) => state.Made(JavaText.ToUpper(self))),
        new("trim", [], (state, self, a) => state.Made(JavaText.Trim(self))),
        new("valueOf", [JavaType.Object], (state, self, a) => VtlValue.Of(state.TextOf(a[0]))),
    ]);

    private static long Number(in VtlValue value) => JavaNumbers.Normalize(value).Integer;

    private static string Text(RenderingState state, in VtlValue value) =>
        value.IsNull ? throw RenderingFailure.Runtime("a string is expected where there is no value") : state.TextOf(value);

    /// <summary>A single array among the variable arguments stands for all of them, as in Java.</summary>
    private static ReadOnlySpan<VtlValue> Spread(ReadOnlySpan<VtlValue> arguments) =>
        arguments.Length == 1 && arguments[0].Kind == VtlKind.List && arguments[0].List.ListKind == VtlListKind.Array
            ? System.Runtime.InteropServices.CollectionsMarshal.AsSpan(arguments[0].List.Items)
            : arguments;

    private static char CharAt(string self, long index)
    {
        JavaText.CheckIndex(self, index);
        return self[(int)index];
    }

    private static VtlValue Concat(RenderingState state, string self, string other)
    {
        state.Charge((long)self.Length + other.Length);
        return VtlValue.Of(self + other);
    }

    private static VtlValue Join(RenderingState state, string separator, VtlValue[] items)
    {
        var parts = new string[items.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            state.Step();
            parts[i] = items[i].IsNull ? "null" : state.TextOf(items[i]);
            state.Charge((long)parts[i].Length + separator.Length);
        }

        return VtlValue.Of(string.Join(separator, parts));
    }

    private static VtlValue Repeat(RenderingState state, string self, long count)
    {
        if (count < 0)
            throw RenderingFailure.Runtime("a string cannot be repeated less than no times");

        state.Charge(self.Length * count);
        return VtlValue.Of(self.Length == 0 || count > RepeatLimit ? "" : string.Concat(Enumerable.Repeat(self, (int)count)));
    }

    private static VtlValue Replace(RenderingState state, string self, string old, string replacement)
    {
        // How much it grows is counted before it does.
        if (replacement.Length > old.Length)
        {
            var places = old.Length == 0 ? self.Length + 1L : self.AsSpan().Count(old);
            state.Charge(places * replacement.Length);
        }

        state.Charge(self.Length);
        if (old.Length > 0)
            return VtlValue.Of(self.Replace(old, replacement, StringComparison.Ordinal));

        // Java puts it around every character.
        var result = new System.Text.StringBuilder(replacement);
        foreach (var c in self)
            result.Append(c).Append(replacement);

        return VtlValue.Of(result.ToString());
    }

    private static bool StartsWith(string self, string prefix, long from) =>
        from >= 0 && from <= self.Length && self.AsSpan((int)from).StartsWith(prefix, StringComparison.Ordinal);

    private static bool RegionMatches(string self, long from, string other, long otherFrom, long length) =>
        from >= 0 && otherFrom >= 0 && from + length <= self.Length && otherFrom + length <= other.Length
        && (length <= 0 || self.AsSpan((int)from, (int)length).SequenceEqual(other.AsSpan((int)otherFrom, (int)length)));

    private static VtlValue Characters(RenderingState state, string self)
    {
        state.Charge(self.Length);
        var list = new VtlList(VtlListKind.Array, self.Length);
        foreach (var c in self)
            list.Items.Add(VtlValue.Of(c));

        return VtlValue.Of(list);
    }
}
