using System.Buffers;
using System.Text;

namespace Portico.Json;

/// <summary>Maps a fixed set of names to their positions; looked up with the raw bytes of a document, without making strings.</summary>
internal sealed class Utf8NameTable
{
    private const int StackLimit = 256;

    private readonly byte[][] _names;
    private readonly int[] _slots;

    public Utf8NameTable(IReadOnlyList<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_names.Length * 2) + 1)];
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = Hash(_names[i]) & (uint)(_slots.Length - 1);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (uint)(_slots.Length - 1);

            _slots[slot] = i + 1;
        }
    }

    public int Count => _names.Length;

    /// <returns>The position of the name, or -1.</returns>
    public int IndexOf(ReadOnlySpan<byte> rawName)
    {
        if (!rawName.Contains((byte)'\\'))
            return IndexOfPlain(rawName);

        if (rawName.Length <= StackLimit)
        {
            Span<byte> plain = stackalloc byte[StackLimit];
            return IndexOfPlain(plain[..JsonText.Unescape(rawName, plain)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(rawName.Length);
        var index = IndexOfPlain(rented.AsSpan(0, JsonText.Unescape(rawName, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return index;
    }

    private int IndexOfPlain(ReadOnlySpan<byte> name)
    {
        for (var slot = Hash(name) & (uint)(_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (uint)(_slots.Length - 1))
        {
            if (name.SequenceEqual(_names[_slots[slot] - 1]))
                return _slots[slot] - 1;
        }

        return -1;
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
            hash = (hash ^ b) * 16777619u;

        return hash;
    }
}
