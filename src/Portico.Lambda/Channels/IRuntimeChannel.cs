using Portico.Lambda.Calls;

namespace Portico.Lambda.Channels;

/// <summary>How one execution environment is talked to. One call at a time.</summary>
internal interface IRuntimeChannel : IAsyncDisposable
{
    /// <summary>What the process must find in its environment to take part.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Waits until the function asks for its first call.</summary>
    /// <returns>Null when it is ready; otherwise what it gave as the reason, or <see cref="RuntimeReply.Gone"/>.</returns>
    ValueTask<RuntimeReply?> WaitUntilReadyAsync();

    /// <summary>Hands over a call and waits for its end. Never throws.</summary>
    /// <param name="call">The call, sealed.</param>
    /// <param name="frame">Its bytes.</param>
    ValueTask<RuntimeReply> ExchangeAsync(FunctionCall call, ReadOnlyMemory<byte> frame);

    /// <summary>The process has ended or is to end: whoever waits gets <see cref="RuntimeReply.Gone"/>.</summary>
    void Abort();
}
