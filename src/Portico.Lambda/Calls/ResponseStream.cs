using System.IO.Pipelines;

namespace Portico.Lambda.Calls;

/// <summary>A response that is handed on while the function makes it. The reader may leave at any time; the function is then run to its end.</summary>
public sealed class ResponseStream
{
    // What a function may be ahead of its reader.
    private const int AheadBytes = 256 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: AheadBytes, resumeWriterThreshold: AheadBytes / 2, useSynchronizationContext: false));
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The content type, once the function has begun to answer. Does not complete when it ends without having begun.</summary>
    public Task<string> Started => _started.Task;

    public PipeReader Reader => _pipe.Reader;

    internal void Begin(string contentType) => _started.TrySetResult(contentType);

    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk) => await _pipe.Writer.WriteAsync(chunk).ConfigureAwait(false);

    /// <summary>Ends it; with a failure the reader learns that the answer is a part only.</summary>
    internal void Complete(Exception? failure = null) => _pipe.Writer.Complete(failure);
}
