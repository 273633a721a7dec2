using System.Buffers;
using System.IO.Pipelines;

namespace Portico.Integrations.Lambda;

/// <summary>A function's streamed body as it comes, within its limits; disposing of it lets the function go on for nobody.</summary>
/// <param name="reader">Behind the metadata.</param>
/// <param name="length">How long the function said that it is, or null.</param>
/// <param name="deadline">The integration's time; owned.</param>
/// <param name="idleLimit">How long the function may say nothing.</param>
/// <param name="time">Measures.</param>
internal sealed class FunctionBodyStream(PipeReader reader, long? length, CancellationTokenSource deadline, TimeSpan idleLimit, TimeProvider time) : Stream
{
    private long _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The function failed, or gave less than it said.</exception>
    /// <exception cref="OperationCanceledException">Its time is over.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // What goes beyond the length that was told is not for the client.
        if (length is { } told) buffer = buffer[..(int)Math.Min(buffer.Length, told - _given)];
        if (buffer.IsEmpty) return 0;

        if (!reader.TryRead(out var result)) result = await WaitAsync();
        var source = result.Buffer;
        if (source.IsEmpty && result.IsCompleted)
        {
            return length > _given ? throw new IOException("The function gave less than it said.") : 0;
        }

        var count = (int)Math.Min(source.Length, buffer.Length);
        var taken = source.Slice(0, count);
        taken.CopyTo(buffer.Span);
        reader.AdvanceTo(taken.End);
        _given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        await reader.CompleteAsync();
        deadline.Dispose();
        await base.DisposeAsync();
    }

    private async ValueTask<ReadResult> WaitAsync()
    {
        using var idle = new CancellationTokenSource(idleLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, idle.Token);
        return await reader.ReadAsync(either.Token);
    }
}
