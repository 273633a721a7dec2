using System.Globalization;
using System.Text.Json.Nodes;

namespace Portico.EndToEnd.Tests.Support;

internal static class Json
{
    /// <summary>A value by its place, parts separated by dots, entries of lists by their index.</summary>
    internal static JsonNode? At(this JsonNode node, string place) =>
        place.Split('.').Aggregate<string, JsonNode?>(node, (found, part) => found is JsonArray list
            ? int.Parse(part, CultureInfo.InvariantCulture) is var index && index < list.Count ? list[index] : null
            : found?[part]);

    internal static string Text(this JsonNode node, string place) => node.At(place)?.ToString() ?? throw new InvalidOperationException($"there is no {place} in {node.ToJsonString()}");

    /// <summary>One value of each entry of a list.</summary>
    internal static IEnumerable<string> Each(this JsonNode node, string list, string place) => node.At(list) is JsonArray entries ? entries.Select(entry => entry!.Text(place)) : [];
}
