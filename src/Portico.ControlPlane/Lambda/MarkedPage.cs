using System.Text;
using System.Text.Json;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.Lambda;

/// <summary>Lambda's lists: <c>MaxItems</c> at a time, the next from <c>Marker</c> on.</summary>
internal static class MarkedPage
{
    private const int DefaultItems = 50;

    /// <param name="key">Unique; the list is in an order of its own, in which the marker names the last item shown.</param>
    public static void Write<T>(Utf8JsonWriter writer, InputStructure input, string member, IEnumerable<T> items, Func<T, string> key, Action<T> write)
    {
        var limit = Math.Clamp(input.Integer("MaxItems") ?? DefaultItems, 1, DefaultItems);
        var after = Decode(input.Text("Marker"));
        var rest = (after is null ? items : items.SkipWhile(item => key(item) != after).Skip(1)).Take(limit + 1).ToList();
        writer.WriteStartObject();
        if (rest.Count > limit) writer.WriteString("NextMarker", Convert.ToBase64String(Encoding.UTF8.GetBytes(key(rest[limit - 1]))));
        writer.WriteStartArray(member);
        foreach (var item in rest.Take(limit)) write(item);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string? Decode(string? marker)
    {
        if (string.IsNullOrEmpty(marker)) return null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(marker));
        }
        catch (FormatException)
        {
            throw LambdaErrors.InvalidParameter("Invalid marker");
        }
    }
}
