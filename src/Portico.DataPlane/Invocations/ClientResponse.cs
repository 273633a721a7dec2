using Portico.State.Caching;

namespace Portico.DataPlane.Invocations;

/// <summary>What the client will be answered: filled by the integration and its mapping, or by a gateway response.</summary>
public sealed class ClientResponse
{
    public int Status { get; set; } = 200;

    /// <summary>Header lines without those that the gateway adds to every answer.</summary>
    public HeaderList Headers { get; } = new();

    /// <summary>The body, or its beginning when <see cref="Rest"/> follows. Points into memory of the invocation or of the stage.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>What has not been read from the back end yet, or null when <see cref="Body"/> is everything.</summary>
    public ResponseRest? Rest { get; set; }

    /// <summary>The answer as the response cache keeps it, with compressed forms that others made; null where it is not kept.</summary>
    internal CachedResponse? Forms { get; set; }

    /// <summary>Whether the answer bears <c>X-Amzn-Trace-Id</c>: those of HTTP and AWS integrations do, MOCK, HTTP_PROXY and gateway responses do not.</summary>
    public bool ShowsTraceId { get; set; }

    /// <summary>Forgets what has been prepared, for an answer that turned out otherwise.</summary>
    public void Clear()
    {
        Status = 200;
        Headers.Clear();
        Body = default;
        Rest = null;
        Forms = null;
        ShowsTraceId = false;
    }
}

/// <summary>The remainder of a back end's answer that is too large to hold: handed on piece by piece.</summary>
/// <param name="Source">Positioned behind what was read.</param>
/// <param name="TotalBytes">The length of the whole body, or null when the back end did not say.</param>
/// <remarks>The source keeps the integration's time limit by itself.</remarks>
public sealed record ResponseRest(Stream Source, long? TotalBytes)
{
    /// <summary>What may be handed on; beyond it the answer breaks off. That of API Gateway's buffered answers unless it streams.</summary>
    public long MaxBytes { get; init; } = RequestBodies.MaxBytes;
}
