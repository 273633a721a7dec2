using System.Collections.Frozen;

namespace Portico.DataPlane.Routing;

/// <summary>One segment of the route tree. Immutable once the tree is built.</summary>
internal sealed class RouteNode<T> where T : class
{
    private readonly FrozenDictionary<string, RouteNode<T>>? _literals;
    private readonly FrozenDictionary<string, RouteNode<T>>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly T?[] _methods;

    internal RouteNode(IReadOnlyDictionary<string, RouteNode<T>> literals, RouteNode<T>? variable, RouteNode<T>? greedy, T?[] methods)
    {
        if (literals.Count > 0)
        {
            _literals = literals.ToFrozenDictionary(StringComparer.Ordinal);
            _bySpan = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        Variable = variable;
        Greedy = greedy;
        _methods = methods;
    }

    internal RouteNode<T>? Variable { get; }

    internal RouteNode<T>? Greedy { get; }

    internal RouteNode<T>? Literal(ReadOnlySpan<char> segment)
    {
        if (_literals is null) return null;
        if (!segment.Contains('%')) return _bySpan.TryGetValue(segment, out var plain) ? plain : null;
        return _literals.GetValueOrDefault(Uri.UnescapeDataString(segment));
    }

    /// <summary>The method of that verb; ANY has been written into every verb that has none of its own.</summary>
    internal T? Method(HttpVerb verb) => verb == HttpVerb.Unknown ? null : _methods[(int)verb];
}
