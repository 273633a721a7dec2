using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Portico.Storage.Tests;

/// <summary>
/// The whole content of a record as text, comparers of its dictionaries included. The model's records compare their collections by reference, so their
/// own equality cannot tell whether two of them say the same.
/// </summary>
internal static class Shape
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (value is null or string or bool or int or long or double or Enum)
        {
            text.Append(CultureInfo.InvariantCulture, $"{value ?? "null"} ({value?.GetType().Name})\n");
            return;
        }

        if (value is DateTimeOffset time)
        {
            text.Append(time.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
            return;
        }

        var type = value.GetType();
        text.Append(type.Name).Append('\n');
        if (value is IDictionary dictionary)
        {
            // Both kinds name the comparer of their keys so; ordinal or not decides how they are searched and listed.
            Line("comparer", ReferenceEquals(type.GetProperty("KeyComparer")!.GetValue(value), StringComparer.Ordinal) ? "ordinal" : "another");
            foreach (var key in dictionary.Keys.Cast<string>().Order(StringComparer.Ordinal)) Line(key, dictionary[key]);
        }
        else if (value is IEnumerable items)
        {
            // An array that was never set means an empty one.
            if (type.GetProperty("IsDefault")?.GetValue(value) is true) return;
            foreach (var item in items) Line("-", item);
        }
        else
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
                Line(property.Name, property.GetValue(value));
        }

        void Line(string name, object? content)
        {
            text.Append(' ', (depth + 1) * 2).Append(name).Append(": ");
            Append(text, content, depth + 1);
        }
    }
}
