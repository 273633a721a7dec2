using System.Collections.Immutable;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Reading;

/// <summary>What the readers of a method's parts know about the method.</summary>
internal sealed record MethodScope
{
    public required Resource Resource { get; init; }

    public required string HttpMethod { get; init; }

    public ImmutableSortedDictionary<string, bool> RequestParameters { get; init; } = ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, MethodResponse> MethodResponses { get; init; } = ImmutableSortedDictionary.Create<string, MethodResponse>(StringComparer.Ordinal);

    public string ResourcePath => Resource.Path;

    public ElementAddress Address => ElementAddress.Method(ResourcePath, HttpMethod);

    /// <summary>True for a key of an integration's templates: a media type, or <c>$default</c>.</summary>
    public static bool IsTemplateKey(string key) => key == Model.Rest.MediaTypes.Default || IsMediaType(key);

    /// <summary>True for a media type.</summary>
    public static bool IsMediaType(string key) => key.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < key.Length - 1 && !key.AsSpan().ContainsAny(' ', '\t', '\n');

    /// <summary>How a dropped value is shown: scalars as they stand, collections by their kind.</summary>
    public static string Shown(SourceNode node) => node.IsScalar ? node.Text : node.KindName;
}
