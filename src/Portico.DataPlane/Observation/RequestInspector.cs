using System.Threading.Channels;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Observation;

/// <summary>
/// Keeps the last requests, for people to look at. Above a rate only some are kept, so that looking on costs little however
/// many there are.
/// </summary>
/// <param name="capacity">How many are kept, from 1.</param>
/// <param name="perSecond">How many are taken in a second, from 1.</param>
public sealed class RequestInspector(int capacity, int perSecond)
{
    // What a reader may be behind before it misses some.
    private const int MaxWaiting = 256;

    private readonly Lock _lock = new();
    private readonly InspectedRequest?[] _ring = new InspectedRequest?[capacity];
    private readonly List<Channel<InspectedRequest>> _readers = [];
    private long _second;
    private int _taken;
    private long _number;
    private long _skipped;

    /// <summary>Requests that were not kept, because more came than are taken in a second.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>The last ones, oldest first.</summary>
    public IReadOnlyList<InspectedRequest> Last
    {
        get
        {
            lock (_lock) return [.. _ring.OfType<InspectedRequest>().OrderBy(request => request.Number)];
        }
    }

    /// <summary>Requests as they are answered, from now on.</summary>
    public InspectorReading Follow()
    {
        var channel = Channel.CreateBounded<InspectedRequest>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock) _readers.Add(channel);
        return new InspectorReading(this, channel);
    }

    internal void Forget(Channel<InspectedRequest> channel)
    {
        lock (_lock) _readers.Remove(channel);
    }

    /// <summary>Begins to look at a request, unless enough were taken in this second.</summary>
    internal InspectedRequest? TryBegin(Invocation invocation)
    {
        // A race at the turn of a second takes a few more; no request waits for another here.
        var second = invocation.ReceivedAt.Ticks / TimeSpan.TicksPerSecond;
        if (Volatile.Read(ref _second) != second)
        {
            Volatile.Write(ref _second, second);
            Volatile.Write(ref _taken, 0);
        }

        if (Volatile.Read(ref _taken) >= perSecond || Interlocked.Increment(ref _taken) > perSecond)
        {
            Interlocked.Increment(ref _skipped);
            return null;
        }

        return new InspectedRequest(this, invocation);
    }

    internal void Keep(InspectedRequest request)
    {
        lock (_lock)
        {
            request.Number = ++_number;
            _ring[request.Number % capacity] = request;
            foreach (var reader in _readers) reader.Writer.TryWrite(request);
        }
    }
}
