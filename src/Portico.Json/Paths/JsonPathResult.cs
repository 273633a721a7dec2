using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>The forms a <see cref="JsonPathResult"/> takes.</summary>
public enum JsonPathResultKind
{
    /// <summary>The path leads nowhere in this document.</summary>
    Missing,

    /// <summary>One value: <see cref="JsonPathResult.Element"/>.</summary>
    Element,

    /// <summary>The matches of an indefinite path, possibly none: <see cref="JsonPathResult.Items"/>.</summary>
    List,

    /// <summary>The path cannot be applied to this document at all (a maximum over nothing): <see cref="JsonPathResult.Failure"/>.</summary>
    Failed,
}

/// <summary>
/// What a path selects. Every value is a <see cref="JsonElement"/>; those found in the document share its memory and live as long as it,
/// those computed by functions stand on their own.
/// </summary>
public readonly struct JsonPathResult
{
    private readonly object? _listOrFailure;

    private JsonPathResult(JsonPathResultKind kind, JsonElement element, object? listOrFailure)
    {
        Kind = kind;
        Element = element;
        _listOrFailure = listOrFailure;
    }

    public JsonPathResultKind Kind { get; }

    /// <value>The value, when <see cref="Kind"/> is <see cref="JsonPathResultKind.Element"/>; undefined otherwise.</value>
    public JsonElement Element { get; }

    /// <value>The matches in the order of the document, when <see cref="Kind"/> is <see cref="JsonPathResultKind.List"/>; empty otherwise.</value>
    public IReadOnlyList<JsonElement> Items => _listOrFailure as IReadOnlyList<JsonElement> ?? [];

    /// <value>Why, when <see cref="Kind"/> is <see cref="JsonPathResultKind.Failed"/>; null otherwise.</value>
    public string? Failure => _listOrFailure as string;

    internal static JsonPathResult Missing => default;

    internal static JsonPathResult Of(JsonElement element) => new(JsonPathResultKind.Element, element, null);

    internal static JsonPathResult Of(List<JsonElement> items) => new(JsonPathResultKind.List, default, items);

    internal static JsonPathResult Failed(string reason) => new(JsonPathResultKind.Failed, default, reason);

    /// <summary>
    /// Writes the value or the list of matches without insignificant white space, numbers and the order of members as in the document;
    /// <c>null</c> when there is neither.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonPathResultKind.Element:
                JsonText.Write(Element, writer);
                break;

            case JsonPathResultKind.List:
                writer.WriteStartArray();
                foreach (var item in Items)
                    JsonText.Write(item, writer);

                writer.WriteEndArray();
                break;

            default:
                writer.WriteNullValue();
                break;
        }
    }
}
