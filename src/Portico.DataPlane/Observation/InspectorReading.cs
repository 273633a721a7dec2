using System.Threading.Channels;

namespace Portico.DataPlane.Observation;

/// <summary>Somebody who follows requests, until it is disposed. Who reads too slowly misses the oldest.</summary>
public sealed class InspectorReading : IDisposable
{
    private readonly RequestInspector _inspector;
    private readonly Channel<InspectedRequest> _channel;

    internal InspectorReading(RequestInspector inspector, Channel<InspectedRequest> channel)
    {
        _inspector = inspector;
        _channel = channel;
    }

    public ChannelReader<InspectedRequest> Requests => _channel.Reader;

    public void Dispose() => _inspector.Forget(_channel);
}
