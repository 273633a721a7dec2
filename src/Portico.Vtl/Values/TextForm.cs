using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Values;

/// <summary>Values as Java prints them: maps and lists in Java's way, arrays of documents (and all within them) as JSON.</summary>
internal static class TextForm
{
    private const int DepthLimit = 100;

    public static string ToString(in VtlValue value, JsonEdits? edits, int depth = 0)
    {
        switch (value.Kind)
        {
            case VtlKind.Null: return "";
            case VtlKind.String: return value.Text;
            case VtlKind.Boolean: return value.Boolean ? "true" : "false";
            case VtlKind.Integer or VtlKind.Long: return value.Integer.ToString(CultureInfo.InvariantCulture);
            case VtlKind.Double: return JavaNumbers.ToString(value.Double);
            case VtlKind.BigInteger: return value.BigInteger.ToString(CultureInfo.InvariantCulture);
            case VtlKind.BigDecimal: return value.BigDecimal.ToString();
            case VtlKind.Character: return value.Character.ToString();
            case VtlKind.Json when value.Json.ValueKind == JsonValueKind.String: return JsonStrings.Decode(value.Json);
            case VtlKind.Failure: return "";
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        var output = new VtlOutput();
        output.Open(buffer, int.MaxValue / 4, edits);
        Write(value, output, depth);
        output.Close();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(in VtlValue value, VtlOutput output) => Write(value, output, output.Depth);

    private static void Write(in VtlValue value, VtlOutput output, int depth)
    {
        switch (value.Kind)
        {
            case VtlKind.Null:
                break;

            case VtlKind.String:
                output.Write(value.Text.AsSpan());
                break;

            case VtlKind.Boolean:
                output.Write(value.Boolean ? "true"u8 : "false"u8);
                break;

            case VtlKind.Integer or VtlKind.Long:
                Utf8Formatter.TryFormat(value.Integer, output.Reserve(24), out var length);
                output.Advance(length);
                break;

            case VtlKind.Json:
                WriteJava(value.Json, output, depth);
                break;

            case VtlKind.List when value.List.ListKind == VtlListKind.Json:
                WriteJson(value, output, depth);
                break;

            case VtlKind.List:
                WriteList(value.List, output, depth);
                break;

            case VtlKind.Map:
                WriteMap(value.Map, output, depth);
                break;

            case VtlKind.Object:
                CheckDepth(depth);
                var outer = output.Depth;
                output.Depth = depth + 1;
                value.Object.WriteText(output);
                output.Depth = outer;
                break;

            case VtlKind.Failure:
                throw RenderingFailure.Runtime((string)value.Reference!);

            default:
                output.Write(ToString(value, null).AsSpan());
                break;
        }
    }

    private static void WriteList(VtlList list, VtlOutput output, int depth)
    {
        CheckDepth(depth);
        output.Write("["u8);
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                output.Write(", "u8);

            WriteNested(list[i], output, depth);
        }

        output.Write("]"u8);
    }

    private static void WriteMap(VtlMap map, VtlOutput output, int depth)
    {
        CheckDepth(depth);
        output.Write("{"u8);
        var isFirst = true;
        foreach (var (key, item) in map.Entries)
        {
            if (!isFirst)
                output.Write(", "u8);

            isFirst = false;
            WriteNested(key, output, depth);
            output.Write("="u8);
            WriteNested(item, output, depth);
        }

        output.Write("}"u8);
    }

    /// <summary>Within a list or map null is a word.</summary>
    private static void WriteNested(in VtlValue value, VtlOutput output, int depth)
    {
        if (value.IsNull)
            output.Write("null"u8);
        else
            Write(value, output, depth + 1);
    }

    private static void WriteJava(JsonElement element, VtlOutput output, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                var raw = JsonStrings.Raw(element);
                if (JsonStrings.IsPlain(raw))
                    output.Write(raw);
                else
                    output.Write(JsonStrings.Decode(raw).AsSpan());

                break;

            case JsonValueKind.Number:
                WriteNumber(element, output);
                break;

            default:
                CheckDepth(depth);
                var value = VtlValue.Of(element);
                if (output.Edits?.Resolve(value) is { Kind: not VtlKind.Json } copy)
                {
                    Write(copy, output, depth);
                }
                else if (element.ValueKind == JsonValueKind.Array)
                {
                    WriteJson(value, output, depth);
                }
                else
                {
                    output.Write("{"u8);
                    var isFirst = true;
                    foreach (var property in element.EnumerateObject())
                    {
                        if (!isFirst)
                            output.Write(", "u8);

                        isFirst = false;
                        WriteString(JsonMarshal.GetRawUtf8PropertyName(property), output);
                        output.Write("="u8);
                        WriteNested(VtlValue.Of(property.Value), output, depth);
                    }

                    output.Write("}"u8);
                }

                break;
        }
    }

    private static void WriteString(ReadOnlySpan<byte> raw, VtlOutput output)
    {
        if (JsonStrings.IsPlain(raw))
            output.Write(raw);
        else
            output.Write(JsonStrings.Decode(raw).AsSpan());
    }

    private static void WriteNumber(JsonElement element, VtlOutput output)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (JavaNumbers.IsPlain(raw))
        {
            output.Write(raw);
            return;
        }

        var number = JavaNumbers.Of(raw);
        if (number.IsNull)
            output.Write(raw);
        else
            Write(number, output);
    }

    /// <summary>As the JSON library of Jayway's JsonPath writes: <c>/</c> escaped, control and some other characters as <c>\uXXXX</c>.</summary>
    private static void WriteJson(in VtlValue value, VtlOutput output, int depth)
    {
        CheckDepth(depth);
        var resolved = output.Edits?.Resolve(value) ?? value;
        switch (resolved.Kind)
        {
            case VtlKind.Null:
                output.Write("null"u8);
                break;

            case VtlKind.List:
                output.Write("["u8);
                for (var i = 0; i < resolved.List.Count; i++)
                {
                    if (i > 0)
                        output.Write(","u8);

                    WriteJson(resolved.List[i], output, depth + 1);
                }

                output.Write("]"u8);
                break;

            case VtlKind.Map:
                output.Write("{"u8);
                var isFirst = true;
                foreach (var (key, item) in resolved.Map.Entries)
                {
                    if (!isFirst)
                        output.Write(","u8);

                    isFirst = false;
                    WriteJsonString(ToString(key, output.Edits, depth + 1), output);
                    output.Write(":"u8);
                    WriteJson(item, output, depth + 1);
                }

                output.Write("}"u8);
                break;

            case VtlKind.Json:
                WriteJson(resolved.Json, output, depth);
                break;

            case VtlKind.Boolean or VtlKind.Integer or VtlKind.Long or VtlKind.BigInteger or VtlKind.BigDecimal:
                Write(resolved, output);
                break;

            case VtlKind.Double:
                if (double.IsFinite(resolved.Double))
                    Write(resolved, output);
                else
                    output.Write("null"u8);

                break;

            default:
                WriteJsonString(ToString(resolved, output.Edits, depth + 1), output);
                break;
        }
    }

    private static void WriteJson(JsonElement element, VtlOutput output, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                WriteJsonString(element, output);
                break;

            case JsonValueKind.Number:
                WriteNumber(element, output);
                break;

            case JsonValueKind.Array:
                output.Write("["u8);
                var isNext = false;
                foreach (var item in element.EnumerateArray())
                {
                    if (isNext)
                        output.Write(","u8);

                    isNext = true;
                    WriteJson(VtlValue.Of(item), output, depth + 1);
                }

                output.Write("]"u8);
                break;

            default:
                output.Write("{"u8);
                var isLater = false;
                foreach (var property in element.EnumerateObject())
                {
                    if (isLater)
                        output.Write(","u8);

                    isLater = true;
                    var name = JsonMarshal.GetRawUtf8PropertyName(property);
                    if (IsPlainJson(name))
                    {
                        output.Write("\""u8);
                        output.Write(name);
                        output.Write("\""u8);
                    }
                    else
                    {
                        WriteJsonString(JsonStrings.Decode(name), output);
                    }

                    output.Write(":"u8);
                    WriteJson(VtlValue.Of(property.Value), output, depth + 1);
                }

                output.Write("}"u8);
                break;
        }
    }

    private static void WriteJsonString(JsonElement element, VtlOutput output)
    {
        if (IsPlainJson(JsonStrings.Raw(element)))
            output.Write(JsonMarshal.GetRawUtf8Value(element));
        else
            WriteJsonString(JsonStrings.Decode(element), output);
    }

    private static bool IsPlainJson(ReadOnlySpan<byte> raw) => Ascii.IsValid(raw) && !raw.ContainsAny((byte)'\\', (byte)'/', (byte)0x7F);

    private static void WriteJsonString(string text, VtlOutput output)
    {
        output.Write("\""u8);
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var escape = text[i] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '/' => "\\/",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                <= '\u001F' or (>= '\u007F' and <= '\u009F') or (>= '\u2000' and <= '\u20FF') => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}"),
                _ => null,
            };

            if (escape is null)
                continue;

            output.Write(text.AsSpan(plain, i - plain));
            output.Write(escape.AsSpan());
            plain = i + 1;
        }

        output.Write(text.AsSpan(plain));
        output.Write("\""u8);
    }

    private static void CheckDepth(int depth)
    {
        if (depth > DepthLimit || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw RenderingFailure.Limit("a value to print is nested too deeply");
    }
}
