using System.Collections.Immutable;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>Adding, replacing and removing one entry of a map by patch, with AWS's refusals for an entry that is not there.</summary>
internal static class PatchedMaps
{
    /// <summary>Parameters: an unknown one is a 404.</summary>
    public static ImmutableSortedDictionary<string, T> PatchParameter<T>(this ImmutableSortedDictionary<string, T>? map, PatchStep step, Func<string, string?, T> read) =>
        Patch(map, step, "Invalid parameter name specified", read);

    /// <summary>Models and templates by media type: an unknown one is a 404.</summary>
    public static ImmutableSortedDictionary<string, T> PatchMediaType<T>(this ImmutableSortedDictionary<string, T>? map, PatchStep step, Func<string, string?, T> read) =>
        Patch(map, step, "Content-Type specified was not found", read);

    /// <summary>Templates keep the order in which they were given.</summary>
    public static ImmutableArray<MediaTypeTemplate> PatchTemplate(this ImmutableArray<MediaTypeTemplate>? templates, PatchStep step)
    {
        var present = templates ?? [];
        var at = present.IndexOf(present.FirstOrDefault(template => template.MediaType == step.Name)!);
        if (at < 0 && step.Op != PatchOps.Add) throw ServiceException.NotFound("Content-Type specified was not found");
        if (step.Op == PatchOps.Remove) return present.RemoveAt(at);
        MediaTypes.CheckKey(step.Name);
        var next = new MediaTypeTemplate(step.Name, step.ValueOrNull);
        return at < 0 ? present.Add(next) : present.SetItem(at, next);
    }

    /// <summary>Null in place of an empty map: the last entry takes its map with it.</summary>
    public static ImmutableSortedDictionary<string, T>? OrAbsent<T>(this ImmutableSortedDictionary<string, T> map) => map.IsEmpty ? null : map;

    public static ImmutableArray<MediaTypeTemplate>? OrAbsent(this ImmutableArray<MediaTypeTemplate> templates) => templates.IsEmpty ? null : templates;

    private static ImmutableSortedDictionary<string, T> Patch<T>(
        ImmutableSortedDictionary<string, T>? map, PatchStep step, string unknown, Func<string, string?, T> read)
    {
        var present = map ?? ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
        if (step.Op != PatchOps.Add && !present.ContainsKey(step.Name)) throw ServiceException.NotFound(unknown);
        return step.Op == PatchOps.Remove ? present.Remove(step.Name) : present.SetItem(step.Name, read(step.Name, step.Value));
    }
}
