using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Tests.Invocations;

public sealed class PayloadBufferTests
{
    [Fact]
    public void What_is_written_piece_by_piece_is_read_as_one()
    {
        var buffer = new PayloadBuffer();
        var expected = new byte[1_000_003];
        new Random(1).NextBytes(expected);

        for (var position = 0; position < expected.Length; position += 997)
        {
            var piece = expected.AsSpan(position, Math.Min(997, expected.Length - position));
            piece.CopyTo(buffer.GetSpan(piece.Length));
            buffer.Advance(piece.Length);
        }

        Assert.True(buffer.Span.SequenceEqual(expected));
    }

    [Fact]
    public void It_is_empty_after_clear_and_can_be_used_again()
    {
        var buffer = new PayloadBuffer();
        buffer.GetSpan(200_000)[0] = 1;
        buffer.Advance(200_000);

        buffer.Clear();

        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.GetSpan(10).Length >= 10);
    }
}
