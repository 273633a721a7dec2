namespace Portico.DataPlane.Routing;

/// <summary>
/// Finds the method for a path as REST APIs do: literal before variable before greedy, resource and method chosen together,
/// with a step back where a more literal branch does not have the method.
/// </summary>
/// <remarks>
/// Thread-safe and immutable. The work is bounded by the segments of the path and the branches that fit it, not by the number
/// of routes; nothing is allocated.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html"/>
public sealed class RouteTree<T> where T : class
{
    private readonly RouteNode<T> _root;

    internal RouteTree(RouteNode<T> root) => _root = root;

    /// <summary>Matches a path that has been cut behind the stage.</summary>
    /// <param name="verb">The client's method.</param>
    /// <param name="path">As sent, percent-encoding kept, without query: <c>/pets/1</c>, or empty for the root.</param>
    /// <param name="captures">Filled with the ranges of the variables in <paramref name="path"/>, from the root down.</param>
    /// <returns>The method's entry, or null when there is none.</returns>
    public T? Match(HttpVerb verb, ReadOnlySpan<char> path, RouteCaptures captures)
    {
        captures.Clear();

        // Slashes right behind the stage are skipped, a trailing one is no segment (recorded: 01 §3.1).
        var start = 0;
        while (start < path.Length && path[start] == '/') start++;
        var end = path.Length;
        if (end > start && path[end - 1] == '/') end--;
        return Match(_root, verb, path, start, end, captures);
    }

    private static T? Match(RouteNode<T> node, HttpVerb verb, ReadOnlySpan<char> path, int start, int end, RouteCaptures captures)
    {
        if (start >= end) return node.Method(verb);

        var length = path[start..end].IndexOf('/');
        if (length < 0) length = end - start;
        var next = Math.Min(start + length + 1, end);

        if (length > 0)
        {
            if (node.Literal(path.Slice(start, length)) is { } literal && Match(literal, verb, path, next, end, captures) is { } found) return found;

            if (node.Variable is { } variable)
            {
                captures.Push(start, length);
                if (Match(variable, verb, path, next, end, captures) is { } method) return method;
                captures.Pop();
            }
        }

        if (node.Greedy?.Method(verb) is { } greedy)
        {
            captures.Push(start, end - start);
            return greedy;
        }

        return null;
    }
}
