using System.Collections.Immutable;

namespace Portico.Protocol.Operations;

/// <summary>Finds the operation that a method and a path mean. Literals go before labels, an address with a query before one without.</summary>
internal sealed class OperationRouter
{
    private readonly Node _root = new();

    public OperationRouter(IEnumerable<OperationDescription> operations)
    {
        foreach (var operation in operations)
        {
            var node = _root;
            foreach (var segment in operation.Uri.Segments) node = node.Child(segment);
            node.Operations.Add(operation);
        }
    }

    /// <summary>The operation with the values of its labels, percent-decoded, or null when no operation has that address.</summary>
    public (OperationDescription Operation, ImmutableArray<string> Labels)? Find(string method, string rawPath, QueryParameters query)
    {
        // A slash at the end means nothing; an empty segment within matches nothing.
        var path = rawPath.TrimStart('/');
        var segments = (path.EndsWith('/') ? path[..^1] : path).Split('/');
        return Find(_root, segments, 0, [], method, query);
    }

    private static (OperationDescription, ImmutableArray<string>)? Find(
        Node node, string[] segments, int at, ImmutableArray<string> labels, string method, QueryParameters query)
    {
        if (at == segments.Length) return node.Meant(method, query) is { } operation ? (operation, labels) : null;
        var segment = segments[at];
        if (segment.Length == 0) return null;
        if (node.Literals.TryGetValue(segment, out var literal) && Find(literal, segments, at + 1, labels, method, query) is { } exact) return exact;
        if (node.Label is not null && Find(node.Label, segments, at + 1, labels.Add(Uri.UnescapeDataString(segment)), method, query) is { } labelled) return labelled;
        return node.Rest?.Meant(method, query) is { } rest ? (rest, labels.Add(Uri.UnescapeDataString(string.Join('/', segments[at..])))) : null;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Label { get; private set; }

        public Node? Rest { get; private set; }

        public List<OperationDescription> Operations { get; } = [];

        public Node Child(string segment)
        {
            if (UriTemplate.IsGreedy(segment)) return Rest ??= new();
            if (UriTemplate.IsLabel(segment)) return Label ??= new();
            if (!Literals.TryGetValue(segment, out var child)) Literals.Add(segment, child = new());
            return child;
        }

        public OperationDescription? Meant(string method, QueryParameters query)
        {
            OperationDescription? plain = null;
            foreach (var operation in Operations)
            {
                if (operation.Method != method) continue;
                if (operation.Uri.Query.Length == 0) plain = operation;
                else if (operation.Uri.Query.All(pair => query.Values(pair.Key).Contains(pair.Value))) return operation;
            }

            return plain;
        }
    }
}
