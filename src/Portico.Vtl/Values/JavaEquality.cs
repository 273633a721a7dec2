namespace Portico.Vtl.Values;

/// <summary>Java's <c>equals</c> and a hash that agrees with it.</summary>
internal sealed class JavaEquality : IEqualityComparer<VtlValue>
{
    public static JavaEquality Instance { get; } = new();

    public static VtlValue AsKey(VtlValue key) => key.AsString() is { } text ? VtlValue.Of(text) : key;

    public bool Equals(VtlValue x, VtlValue y) => x.Kind == y.Kind && x.ToString() == y.ToString();

    public int GetHashCode(VtlValue value) => string.GetHashCode(value.ToString(), StringComparison.Ordinal);
}
