using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Portico.Vtl.Values;

/// <summary>
/// What a template changed of documents that it reads in place: for each changed object or array the copy that all variables see from then
/// on, so that two names of one thing stay names of one thing, as in Java.
/// </summary>
internal sealed class JsonEdits
{
    // Parallel lists: the lengths are looked through first, at the speed of a vector.
    private readonly List<int> _lengths = [];
    private readonly List<(JsonElement Original, VtlValue Copy)> _copies = [];

    /// <summary>The copy made of this object or array, or the value itself.</summary>
    public VtlValue Resolve(in VtlValue value)
    {
        if (value.Kind != VtlKind.Json || value.Json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            return value;

        var raw = JsonMarshal.GetRawUtf8Value(value.Json);
        var lengths = CollectionsMarshal.AsSpan(_lengths);
        for (var from = 0; from < lengths.Length; from++)
        {
            var at = lengths[from..].IndexOf(raw.Length);
            if (at < 0)
                break;

            from += at;
            // One and the same when the bytes stand at the same place.
            if (Unsafe.AreSame(in MemoryMarshal.GetReference(raw), in MemoryMarshal.GetReference(JsonMarshal.GetRawUtf8Value(_copies[from].Original))))
                return _copies[from].Copy;
        }

        return value;
    }

    public VtlValue Add(JsonElement original)
    {
        var copy = Copy(original);
        _lengths.Add(JsonMarshal.GetRawUtf8Value(original).Length);
        _copies.Add((original, copy));
        return copy;
    }

    /// <summary>An object as a map, an array as a list; what is in it stays where it is.</summary>
    public static VtlValue Copy(JsonElement original)
    {
        if (original.ValueKind == JsonValueKind.Object)
        {
            var map = new VtlMap();
            foreach (var property in original.EnumerateObject())
                map.Put(VtlValue.Of(JsonStrings.Name(property)), VtlValue.Of(property.Value));

            return VtlValue.Of(map);
        }

        var list = new VtlList(VtlListKind.Json, original.GetArrayLength());
        foreach (var item in original.EnumerateArray())
            list.Items.Add(VtlValue.Of(item));

        return VtlValue.Of(list);
    }
}
