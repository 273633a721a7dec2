namespace Portico.DataPlane.Routing;

/// <summary>Collects the methods of an API and makes their <see cref="RouteTree{T}"/>. Used once, by one thread.</summary>
public sealed class RouteTreeBuilder<T> where T : class
{
    // Most nodes of a tree are only on the way to others.
    private static readonly T?[] NoMethods = new T?[(int)HttpVerb.Unknown];

    private readonly Branch _root = new();

    /// <summary>Adds a method under a resource path such as <c>/pets/{id}</c> or <c>/{proxy+}</c>.</summary>
    /// <param name="verb">The method, or null for ANY.</param>
    /// <param name="resourcePath">The resource's path; the names of variables do not matter here, only their places.</param>
    /// <param name="entry">What a match answers.</param>
    public RouteTreeBuilder<T> Add(HttpVerb? verb, string resourcePath, T entry)
    {
        var at = _root;
        foreach (var segment in resourcePath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = segment switch
            {
                ['{', .., '+', '}'] => at.Greedy ??= new Branch(),
                ['{', .., '}'] => at.Variable ??= new Branch(),
                _ => at.Literals.TryGetValue(segment, out var known) ? known : at.Literals[segment] = new Branch(),
            };
        }

        if (verb is { } exact) at.Methods[(int)exact] = entry;
        else at.Any = entry;
        return this;
    }

    public RouteTree<T> Build() => new(_root.Freeze());

    private sealed class Branch
    {
        internal Dictionary<string, Branch> Literals { get; } = new(StringComparer.Ordinal);

        internal Branch? Variable { get; set; }

        internal Branch? Greedy { get; set; }

        internal T? Any { get; set; }

        internal T?[] Methods { get; } = new T?[(int)HttpVerb.Unknown];

        internal RouteNode<T> Freeze() => new(
            Literals.ToDictionary(pair => pair.Key, pair => pair.Value.Freeze(), StringComparer.Ordinal),
            Variable?.Freeze(),
            Greedy?.Freeze(),
            Methods.All(method => method is null) && Any is null ? NoMethods : [.. Methods.Select(method => method ?? Any)]);
    }
}
