using System.Collections.Immutable;
using Portico.DataPlane.Media;
using Portico.DataPlane.Stages;

namespace Portico.DataPlane.Mapping;

/// <summary>A template under its media type. A null template stands for "pass the body through".</summary>
public sealed record TemplateEntry(string MediaType, IMappingTemplate? Template);

/// <summary>The templates of one direction of an integration, and how one is chosen.</summary>
public sealed class TemplateSet(ImmutableArray<TemplateEntry> entries)
{
    public static TemplateSet Empty { get; } = new([]);

    public ImmutableArray<TemplateEntry> Entries => entries;

    public bool IsEmpty => entries.IsEmpty;

    /// <summary>The entry for a request's media type, else that of <c>$default</c>, else null.</summary>
    public TemplateEntry? ForRequest(string mediaType)
    {
        TemplateEntry? fallback = null;
        foreach (var entry in entries)
        {
            if (MediaTypes.Same(entry.MediaType, mediaType)) return entry;
            if (string.Equals(entry.MediaType, "$default", StringComparison.Ordinal)) fallback = entry;
        }

        return fallback;
    }

    /// <summary>The entry for a response: the client's first Accept type, else <c>application/json</c>, else the first; null when there is none.</summary>
    public TemplateEntry? ForResponse(string? accept)
    {
        if (entries.IsEmpty) return null;
        if (accept is not null && entries.Length > 1)
        {
            var wanted = MediaTypes.First(accept);
            foreach (var entry in entries)
            {
                if (MediaTypes.Same(entry.MediaType, wanted)) return entry;
            }
        }

        foreach (var entry in entries)
        {
            if (MediaTypes.Same(entry.MediaType, MediaTypes.Json)) return entry;
        }

        return entries[0];
    }
}
