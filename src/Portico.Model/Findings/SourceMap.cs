using System.Collections.Frozen;

namespace Portico.Model.Findings;

/// <summary>Where each thing of an API stands in the text it was read from. Immutable.</summary>
public sealed class SourceMap(IReadOnlyDictionary<ElementAddress, SourceLocation> places)
{
    public static SourceMap Empty { get; } = new(FrozenDictionary<ElementAddress, SourceLocation>.Empty);

    /// <summary>The place of <paramref name="element"/>, or of the nearest thing around it that has one; null when nothing has.</summary>
    public SourceLocation? Find(ElementAddress? element)
    {
        for (var at = element; at is not null; at = at.Parent)
        {
            if (places.TryGetValue(at, out var place)) return place;
        }

        return null;
    }

    /// <summary>The same finding with its place in the text, when it has an element that stands there and no place yet.</summary>
    public Finding Locate(Finding finding) =>
        finding.Location is null && Find(finding.Element ?? ElementAddress.Api) is { } place ? finding with { Location = place } : finding;
}
