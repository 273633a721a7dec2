using Portico.Lambda.Calls;

namespace Portico.Lambda.Channels;

internal enum RuntimeReplyKind
{
    /// <summary>An answer; the function waits for the next call.</summary>
    Answer,

    /// <summary>An error object; the function waits for the next call.</summary>
    Error,

    /// <summary>An error object; the process will end by itself.</summary>
    LastError,

    /// <summary>More than a response may have; the function waits for the next call.</summary>
    TooLarge,

    /// <summary>The process is not there any more, or said what makes no sense.</summary>
    Gone,
}

/// <summary>What a function replied.</summary>
/// <param name="Marks">On which outputs an end mark follows; see <see cref="Frames"/>.</param>
internal readonly record struct RuntimeReply(RuntimeReplyKind Kind, PooledBytes? Payload = null, int Marks = 0, string? ContentType = null)
{
    internal static RuntimeReply Gone { get; } = new(RuntimeReplyKind.Gone);
}
