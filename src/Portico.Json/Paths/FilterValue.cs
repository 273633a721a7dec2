using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>One side of a comparison, evaluated: a value, a list of matches, or nothing.</summary>
internal readonly struct FilterValue
{
    private readonly IReadOnlyList<JsonElement>? _list;

    public FilterValue(JsonElement element) => Element = element;

    public FilterValue(IReadOnlyList<JsonElement> list) => _list = list;

    public JsonElement Element { get; }

    public bool IsUndefined => _list is null && Element.ValueKind == JsonValueKind.Undefined;

    public bool IsString => _list is null && Element.ValueKind == JsonValueKind.String;

    public bool IsNumber => _list is null && Element.ValueKind == JsonValueKind.Number;

    public bool IsBoolean => _list is null && Element.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public bool IsList => _list is not null || Element.ValueKind == JsonValueKind.Array;

    /// <summary>An object or a list.</summary>
    public bool IsJson => IsList || Element.ValueKind == JsonValueKind.Object;

    public IReadOnlyList<JsonElement> Items => _list ?? [.. Element.EnumerateArray()];

    public int ItemCount => _list?.Count ?? Element.GetArrayLength();

    public static bool AreEqual(FilterValue left, FilterValue right)
    {
        if (left.IsUndefined || right.IsUndefined)
            return false;

        if (left._list is null && right._list is null)
            return AreEqual(left.Element, right.Element);

        if (!left.IsList || !right.IsList || left.ItemCount != right.ItemCount)
            return false;

        return left.Items.Zip(right.Items).All(static pair => JsonText.DeepEquals(pair.First, pair.Second));
    }

    public static bool AreEqual(JsonElement left, JsonElement right)
    {
        switch (left.ValueKind, right.ValueKind)
        {
            case (JsonValueKind.Number, JsonValueKind.Number):
                return new JsonNumber(JsonMarshal.GetRawUtf8Value(left)).CompareTo(new JsonNumber(JsonMarshal.GetRawUtf8Value(right))) == 0;

            // A text is first turned into the other side's number, and a number into the other side's text.
            case (JsonValueKind.Number, JsonValueKind.String):
                return decimal.TryParse(JsonText.String(right), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && left.TryGetDecimal(out var other) && number == other;

            case (JsonValueKind.String, JsonValueKind.Number):
                return JsonText.String(left) == right.GetRawText();

            default:
                return left.ValueKind == right.ValueKind && JsonText.DeepEquals(left, right);
        }
    }

    /// <returns>Null when the two have no order.</returns>
    public static int? Compare(FilterValue left, FilterValue right)
    {
        if (left.IsNumber && right.IsNumber)
            return new JsonNumber(JsonMarshal.GetRawUtf8Value(left.Element)).CompareTo(new JsonNumber(JsonMarshal.GetRawUtf8Value(right.Element)));

        if (!left.IsString || !right.IsString)
            return null;

        using var leftText = new DecodedText(JsonText.RawString(left.Element));
        using var rightText = new DecodedText(JsonText.RawString(right.Element));
        return leftText.Span.SequenceCompareTo(rightText.Span);
    }
}
