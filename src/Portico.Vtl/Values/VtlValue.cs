using System.Numerics;
using System.Text.Json;

namespace Portico.Vtl.Values;

/// <summary>A value of a template: what Java has as an object, without boxes for the usual ones. The default is null.</summary>
public readonly struct VtlValue
{
    private readonly object? _object;
    private readonly long _bits;
    private readonly JsonElement _json;

    private VtlValue(VtlKind kind, object? @object, long bits)
    {
        Kind = kind;
        _object = @object;
        _bits = bits;
    }

    private VtlValue(JsonElement json)
    {
        Kind = VtlKind.Json;
        _json = json;
    }

    public static VtlValue Null => default;

    public static VtlValue EmptyString { get; } = Of("");

    public VtlKind Kind { get; }

    public bool IsNull => Kind == VtlKind.Null;

    public static VtlValue Of(bool value) => new(VtlKind.Boolean, null, value ? 1 : 0);

    public static VtlValue Of(int value) => new(VtlKind.Integer, null, value);

    public static VtlValue Of(long value) => new(VtlKind.Long, null, value);

    public static VtlValue Of(double value) => new(VtlKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    public static VtlValue Of(char value) => new(VtlKind.Character, null, value);

    public static VtlValue Of(BigInteger value) => new(VtlKind.BigInteger, value, 0);

    public static VtlValue Of(string? value) => value is null ? default : new(VtlKind.String, value, 0);

    public static VtlValue Of(VtlList? value) => value is null ? default : new(VtlKind.List, value, 0);

    public static VtlValue Of(VtlMap? value) => value is null ? default : new(VtlKind.Map, value, 0);

    public static VtlValue Of(VtlObject? value) => value is null ? default : new(VtlKind.Object, value, 0);

    /// <summary>A value of a document, used in place: the document must live as long as the rendering. JSON null is null.</summary>
    public static VtlValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => default,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        _ => new(value),
    };

    /// <summary>What a call gives that cannot be done; ends the rendering with an error of the kind <see cref="VtlErrorKind.Runtime"/>.</summary>
    /// <param name="message">One sentence without values of the request.</param>
    public static VtlValue Failure(string message) => new(VtlKind.Failure, message, 0);

    internal static VtlValue Of(JavaDecimal value) => new(VtlKind.BigDecimal, value, 0);

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.Boolean"/>.</value>
    public bool Boolean => _bits != 0;

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.Integer"/> or <see cref="VtlKind.Long"/>.</value>
    public long Integer => _bits;

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.Double"/>.</value>
    public double Double => BitConverter.Int64BitsToDouble(_bits);

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.Json"/>: an object, an array, a string or a number.</value>
    public JsonElement Json => _json;

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.List"/>.</value>
    public VtlList List => (VtlList)_object!;

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.Map"/>.</value>
    public VtlMap Map => (VtlMap)_object!;

    /// <value>When <see cref="Kind"/> is <see cref="VtlKind.Object"/>.</value>
    public VtlObject Object => (VtlObject)_object!;

    internal char Character => (char)_bits;

    internal BigInteger BigInteger => (BigInteger)_object!;

    internal JavaDecimal BigDecimal => (JavaDecimal)_object!;

    internal string Text => (string)_object!;

    internal object? Reference => _object;

    /// <summary>The string, when this is one (also one of a document); null otherwise.</summary>
    public string? AsString() => Kind switch
    {
        VtlKind.String => Text,
        VtlKind.Json when _json.ValueKind == JsonValueKind.String => JsonStrings.Decode(_json),
        _ => null,
    };

    /// <summary>The text form, as Java prints it: <c>{a=1, b=x}</c>, <c>[1, 2]</c>, documents' arrays as JSON, null as the empty string.</summary>
    public override string ToString() => TextForm.ToString(this, null);
}
