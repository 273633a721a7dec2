using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>Puts parts that came with a definition to those of an API. Pure.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-quick-start-import-export.html"/>
public static class DocumentationParts
{
    /// <summary>The incoming parts in the place of the existing ones; a part of the same location keeps its id.</summary>
    public static ImmutableSortedDictionary<string, DocumentationPart> Overwrite(
        ImmutableSortedDictionary<string, DocumentationPart> existing, IEnumerable<DocumentationPart> incoming)
    {
        var present = ByLocation(existing);
        return Sorted(incoming.Select(part => part with { Id = present.GetValueOrDefault(part.Location.Completed())?.Id ?? part.Id }));
    }

    /// <summary>The existing parts with the incoming ones: what both say of one location is that of the incoming part, property by property.</summary>
    public static ImmutableSortedDictionary<string, DocumentationPart> Merge(
        ImmutableSortedDictionary<string, DocumentationPart> existing, IEnumerable<DocumentationPart> incoming)
    {
        var present = ByLocation(existing);
        return existing.SetItems(incoming
            .Select(part => present.TryGetValue(part.Location.Completed(), out var under)
                ? under with { Properties = DocumentationIndex.Merge(under.Properties, part.Properties) }
                : part)
            .Select(part => KeyValuePair.Create(part.Id, part)));
    }

    public static ImmutableSortedDictionary<string, DocumentationPart> Sorted(IEnumerable<DocumentationPart> parts) =>
        parts.ToImmutableSortedDictionary(part => part.Id, part => part, StringComparer.Ordinal);

    private static Dictionary<DocumentationLocation, DocumentationPart> ByLocation(ImmutableSortedDictionary<string, DocumentationPart> parts) =>
        parts.Values.ToDictionary(part => part.Location.Completed());
}
