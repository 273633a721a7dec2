using System.Collections.Immutable;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.Wire;

/// <summary>Input members in the form that the model's records keep.</summary>
internal static class InputMaps
{
    /// <summary>A map of texts; a null value is the empty text. Null when it was not sent.</summary>
    public static ImmutableSortedDictionary<string, string>? Map(this InputStructure input, string member) =>
        input.TextMap(member) is { } map
            ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).SetItems(map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value ?? "")))
            : null;

    public static ImmutableSortedDictionary<string, string> MapOrEmpty(this InputStructure input, string member) =>
        input.Map(member) ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, bool>? Flags(this InputStructure input, string member) =>
        input.FlagMap(member) is { } map ? ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal).SetItems(map) : null;

    /// <summary>Templates in the order sent; an empty one counts as null.</summary>
    public static ImmutableArray<MediaTypeTemplate>? Templates(this InputStructure input, string member) =>
        input.TextMap(member) is { } map
            ? [.. map.DistinctBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new MediaTypeTemplate(pair.Key, string.IsNullOrEmpty(pair.Value) ? null : pair.Value))]
            : null;

    /// <summary>The text of a member, or null when it is empty or was not sent.</summary>
    public static string? TextOrNull(this InputStructure input, string member) => string.IsNullOrEmpty(input.Text(member)) ? null : input.Text(member);

    public static IEnumerable<PatchOperation> PatchOperations(this InputStructure input) =>
        (input.Structures("patchOperations") ?? []).Select(each => new PatchOperation(each.Text("op"), each.Text("path"), each.Text("value"), each.Text("from")));
}
