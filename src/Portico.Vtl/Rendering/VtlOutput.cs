using System.Buffers;
using System.Text;
using Portico.Vtl.Values;

namespace Portico.Vtl.Rendering;

/// <summary>Where a rendering writes: UTF-8, counted against the limit of its size. Not for use after the call that was given it.</summary>
public sealed class VtlOutput
{
    private IBufferWriter<byte> _writer = null!;
    private Memory<byte> _memory;
    private int _used;
    private long _left;

    /// <summary>What the template changed of documents, so that values print as changed.</summary>
    internal JsonEdits? Edits { get; set; }

    /// <summary>How deep within values the object stands that writes now; it writes its parts deeper.</summary>
    internal int Depth { get; set; }

    internal void Open(IBufferWriter<byte> writer, long limit, JsonEdits? edits)
    {
        _writer = writer;
        Edits = edits;
        Depth = 0;
        _left = limit;
        _memory = default;
        _used = 0;
    }

    internal void Close()
    {
        Flush();
        _writer = null!;
    }

    public void Write(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Advance(utf8.Length);
    }

    public void Write(ReadOnlySpan<char> text)
    {
        // A UTF-16 unit never becomes more than three bytes.
        while (text.Length > 1024)
        {
            var part = char.IsHighSurrogate(text[1023]) ? 1023 : 1024;
            Write(text[..part]);
            text = text[part..];
        }

        Advance(Encoding.UTF8.GetBytes(text, Reserve(text.Length * 3)));
    }

    /// <summary>Writes the text form of a value, null as nothing.</summary>
    public void Write(VtlValue value) => TextForm.Write(value, this);

    /// <summary>At least <paramref name="size"/> bytes to be filled and then told by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_memory.Length - _used < size)
        {
            Flush();
            _memory = _writer.GetMemory(Math.Max(size, 512));
        }

        return _memory.Span[_used..];
    }

    public void Advance(int count)
    {
        _left -= count;
        if (_left < 0)
            throw RenderingFailure.Limit("the output is longer than allowed");

        _used += count;
    }

    internal void Flush()
    {
        if (_used > 0)
            _writer.Advance(_used);

        _used = 0;
        _memory = default;
    }
}
