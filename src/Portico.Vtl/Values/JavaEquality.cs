using System.Numerics;
using System.Text.Json;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Values;

/// <summary>Java's <c>equals</c> and <c>hashCode</c>. Numbers are equal within one class only; use <see cref="Arithmetic.Compare"/> for <c>==</c>.</summary>
internal sealed class JavaEquality : IEqualityComparer<VtlValue>
{
    private const int DepthLimit = 100;
    private const int NodeLimit = 1_000_000;

    public static JavaEquality Instance { get; } = new();

    /// <summary>A key as it is kept: strings and numbers of documents as plain ones.</summary>
    public static VtlValue AsKey(in VtlValue key)
    {
        if (key.Kind != VtlKind.Json)
            return key;

        return key.Json.ValueKind switch
        {
            JsonValueKind.String => VtlValue.Of(JsonStrings.Decode(key.Json)),
            JsonValueKind.Number => JavaNumbers.Normalize(key),
            _ => key,
        };
    }

    bool IEqualityComparer<VtlValue>.Equals(VtlValue x, VtlValue y) => Equals(x, y, null);

    int IEqualityComparer<VtlValue>.GetHashCode(VtlValue value) => HashCode(value, null);

    public static bool Equals(in VtlValue left, in VtlValue right, JsonEdits? edits)
    {
        var nodes = NodeLimit;
        return Equals(left, right, edits, 0, ref nodes);
    }

    public static int HashCode(in VtlValue value, JsonEdits? edits)
    {
        var nodes = NodeLimit;
        return HashCode(value, edits, 0, ref nodes);
    }

    private static bool Equals(VtlValue left, VtlValue right, JsonEdits? edits, int depth, ref int nodes)
    {
        Count(depth, ref nodes);
        left = Open(left, edits);
        right = Open(right, edits);
        if (left.Kind != right.Kind)
            return false;

        switch (left.Kind)
        {
            case VtlKind.Null: return true;
            case VtlKind.String: return left.Text == right.Text;
            case VtlKind.Double: return left.Double.Equals(right.Double);
            case VtlKind.BigInteger: return left.BigInteger == right.BigInteger;
            case VtlKind.BigDecimal: return left.BigDecimal == right.BigDecimal;
            case VtlKind.Object: return left.Object.Equals(right.Object);

            case VtlKind.List:
                VtlList a = left.List, b = right.List;
                if (ReferenceEquals(a, b))
                    return true;

                if (a.Count != b.Count || a.ListKind == VtlListKind.Array || b.ListKind == VtlListKind.Array || (a.ListKind == VtlListKind.View) != (b.ListKind == VtlListKind.View))
                    return false;

                for (var i = 0; i < a.Count; i++)
                {
                    if (!Equals(a[i], b[i], edits, depth + 1, ref nodes))
                        return false;
                }

                return true;

            case VtlKind.Map:
                if (ReferenceEquals(left.Map, right.Map))
                    return true;

                if (left.Map.Count != right.Map.Count)
                    return false;

                foreach (var (key, value) in left.Map.Entries)
                {
                    if (!right.Map.Entries.TryGetValue(key, out var other) || !Equals(value, other, edits, depth + 1, ref nodes))
                        return false;
                }

                return true;

            default:
                return left.Integer == right.Integer;
        }
    }

    private static int HashCode(VtlValue value, JsonEdits? edits, int depth, ref int nodes)
    {
        Count(depth, ref nodes);
        value = Open(value, edits);
        var hash = 0;
        switch (value.Kind)
        {
            case VtlKind.Null: return 0;
            case VtlKind.Boolean: return value.Boolean ? 1231 : 1237;
            case VtlKind.String: return HashCode(value.Text);
            case VtlKind.Long: return unchecked((int)(value.Integer ^ (long)((ulong)value.Integer >> 32)));
            case VtlKind.Double: return HashCode(VtlValue.Of(BitConverter.DoubleToInt64Bits(value.Double)), null);
            case VtlKind.BigInteger: return HashCode(value.BigInteger);
            case VtlKind.BigDecimal: return unchecked((31 * HashCode(value.BigDecimal.Unscaled)) + value.BigDecimal.Scale);
            // In Java the place in memory; the same template must print the same.
            case VtlKind.Object: return 0;

            case VtlKind.List:
                hash = 1;
                foreach (var item in value.List.Items)
                    hash = unchecked((31 * hash) + HashCode(item, edits, depth + 1, ref nodes));

                return hash;

            case VtlKind.Map:
                foreach (var (key, item) in value.Map.Entries)
                    hash = unchecked(hash + (HashCode(key, edits, depth + 1, ref nodes) ^ HashCode(item, edits, depth + 1, ref nodes)));

                return hash;

            default:
                return unchecked((int)value.Integer);
        }
    }

    private static int HashCode(BigInteger value)
    {
        var hash = 0;
        var bytes = BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        for (var i = bytes.Length % 4 == 0 ? 0 : (bytes.Length % 4) - 4; i < bytes.Length; i += 4)
        {
            var word = 0;
            for (var j = Math.Max(i, 0); j < i + 4; j++)
                word = (word << 8) | bytes[j];

            hash = unchecked((31 * hash) + word);
        }

        return unchecked(hash * value.Sign);
    }

    private static int HashCode(string text)
    {
        var hash = 0;
        foreach (var c in text)
            hash = unchecked((31 * hash) + c);

        return hash;
    }

    private static VtlValue Open(in VtlValue value, JsonEdits? edits)
    {
        if (value.Kind != VtlKind.Json)
            return value;

        if (value.Json.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            return AsKey(value);

        var resolved = edits?.Resolve(value) ?? value;
        return resolved.Kind == VtlKind.Json ? JsonEdits.Copy(resolved.Json) : resolved;
    }

    private static void Count(int depth, ref int nodes)
    {
        if (depth > DepthLimit || --nodes < 0)
            throw RenderingFailure.Limit("values to compare are nested too deeply or are too large");
    }
}
