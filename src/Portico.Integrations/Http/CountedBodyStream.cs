using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>A client's body on its way to a back end, with the payload limit kept while it is read.</summary>
internal sealed class CountedBodyStream(Stream source) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The length is not known.");

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException("A client's body is read once, from its beginning.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (RequestBodies.IsOfTheClient(exception))
        {
            // Told apart from what the back end breaks.
            if (ReferenceEquals(RequestBodies.FaultOf(exception), GatewayFault.PayloadTooLarge)) throw TooLarge();
            throw new UpstreamException(UpstreamError.RequestBroken, "The client's body broke off", exception);
        }

        _read += read;
        return _read > RequestBodies.MaxBytes ? throw TooLarge() : read;
    }

    private static UpstreamException TooLarge() => new(UpstreamError.RequestTooLarge, $"The body is larger than {RequestBodies.MaxBytes} bytes");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A client's body is read once, from its beginning.");

    public override void SetLength(long value) => throw new NotSupportedException("Read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read only.");
}
