using System.Collections.Immutable;
using System.Text.Json;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Wire;

/// <summary>How the parts that answers share stand in JSON. What is absent is not written.</summary>
internal static class JsonWire
{
    public static void WriteOptional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    /// <summary>Seconds since 1970, as a number.</summary>
    public static void WriteDate(this Utf8JsonWriter writer, string name, DateTimeOffset value) => writer.WriteNumber(name, value.ToUnixTimeSeconds());

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static void WriteTextsUnlessEmpty(this Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        if (values.Length > 0) writer.WriteTexts(name, values);
    }

    public static void WriteMap(this Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map) writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    public static void WriteOptional(this Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string>? map)
    {
        if (map is not null) writer.WriteMap(name, map);
    }

    public static void WriteMapUnlessEmpty(this Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string> map)
    {
        if (map.Count > 0) writer.WriteMap(name, map);
    }

    public static void WriteOptional(this Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, bool>? map)
    {
        if (map is null) return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in map) writer.WriteBoolean(key, value);
        writer.WriteEndObject();
    }

    /// <summary>A template that passes the body through is a null.</summary>
    public static void WriteTemplates(this Utf8JsonWriter writer, string name, ImmutableArray<MediaTypeTemplate>? templates)
    {
        if (templates is not { } given) return;
        writer.WriteStartObject(name);
        foreach (var template in given) writer.WriteString(template.MediaType, template.Template);
        writer.WriteEndObject();
    }

    /// <summary>Things by key, each an object.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, T>> things, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject(name);
        foreach (var (key, thing) in things)
        {
            writer.WritePropertyName(key);
            write(writer, thing);
        }

        writer.WriteEndObject();
    }
}
