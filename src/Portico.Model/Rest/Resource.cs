using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>One segment of an API's path with the methods that stand on it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html"/>
public sealed record Resource
{
    public required string Id { get; init; }

    /// <summary>The resource above, or null on the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>A literal, <c>{name}</c> or <c>{name+}</c>; null on the root.</summary>
    public string? PathPart { get; init; }

    /// <summary>The whole path from the root, such as <c>/pets/{petId}</c>. Kept in step with the tree by <see cref="RestApiDefinition"/>.</summary>
    public required string Path { get; init; }

    /// <summary>By HTTP method: <c>GET PUT POST DELETE PATCH OPTIONS HEAD ANY</c>.</summary>
    public ImmutableSortedDictionary<string, Method> Methods { get; init; } = ImmutableSortedDictionary.Create<string, Method>(StringComparer.Ordinal);

    /// <summary>The name inside the braces, or null when the path part is a literal.</summary>
    public static string? VariableName(string? pathPart) =>
        pathPart is ['{', .., '}'] ? pathPart[1..^1].TrimEnd('+') : null;

    /// <summary>True for <c>{name+}</c>, which takes the whole rest of a path.</summary>
    public static bool IsGreedy(string? pathPart) => pathPart is ['{', .., '+', '}'];
}
