using System.Globalization;
using System.Text;
using System.Text.Json;
using Portico.Aws;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.Wire;

/// <summary>A part of a list, and where the next begins.</summary>
/// <param name="Position">What the caller sends to go on, or null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Position)
{
    public void Write(Utf8JsonWriter writer, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        writer.WriteOptional("position", Position);
        writer.WriteStartArray("item");
        foreach (var item in Items) write(writer, item);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

internal static class Page
{
    public const int DefaultLimit = 25;
    public const int MaxLimit = 500;

    /// <summary>
    /// The part of a list that <c>limit</c> and <c>position</c> ask for. A position names the last item that was shown by its
    /// key, so that things made or deleted between two calls do not shift the rest.
    /// </summary>
    /// <param name="key">Unique; the list is ordered by it.</param>
    public static Page<T> Of<T>(InputStructure input, IEnumerable<T> items, Func<T, string> key)
    {
        var limit = Math.Clamp(input.Integer("limit") ?? DefaultLimit, 1, MaxLimit);
        var after = Decode(input.TextOrNull("position"));
        var rest = items
            .Select(item => (Key: key(item), Item: item))
            .Where(each => after is null || string.CompareOrdinal(each.Key, after) > 0)
            .OrderBy(each => each.Key, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var shown = rest.Take(limit).ToList();
        return new([.. shown.Select(each => each.Item)], rest.Count > limit ? Convert.ToBase64String(Encoding.UTF8.GetBytes(shown[^1].Key)) : null);
    }

    /// <summary>As <see cref="Of"/>, of a list that is in the order of its keys: the work does not grow with it.</summary>
    public static Page<T> OfOrdered<T>(InputStructure input, IReadOnlyList<T> items, Func<T, string> key)
    {
        var limit = Math.Clamp(input.Integer("limit") ?? DefaultLimit, 1, MaxLimit);
        var first = Decode(input.TextOrNull("position")) is { } after ? FirstBehind(items, key, after) : 0;
        var count = Math.Min(limit, items.Count - first);
        var shown = new List<T>(count);
        for (var index = first; index < first + count; index++) shown.Add(items[index]);
        return new(shown, first + count < items.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(key(shown[^1]))) : null);
    }

    private static int FirstBehind<T>(IReadOnlyList<T> items, Func<T, string> key, string after)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(key(items[middle]), after) > 0) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    /// <summary>A key that puts newer things first; for things of one moment the id decides.</summary>
    public static string NewestFirst(DateTimeOffset created, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - created.UtcTicks:D19} {id}");

    private static string? Decode(string? position)
    {
        if (position is null) return null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(position));
        }
        catch (FormatException)
        {
            throw ServiceException.BadRequest("Invalid position parameter specified");
        }
    }
}
