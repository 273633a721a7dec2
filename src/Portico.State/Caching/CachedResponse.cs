namespace Portico.State.Caching;

/// <summary>An answer as it was ready to be sent. Immutable but for the compressed forms, which are made when the first client asks for one.</summary>
/// <param name="status">The status.</param>
/// <param name="headers">Header lines without those that belong to one request.</param>
/// <param name="body">The body, in memory of its own.</param>
/// <param name="showsTraceId">Whether the answer bears the trace id of its request.</param>
/// <param name="takesForms">Whether compressed forms may come to it.</param>
public sealed class CachedResponse(int status, (string Name, string Value)[] headers, byte[] body, bool showsTraceId, bool takesForms)
{
    private byte[]? _gzip;
    private byte[]? _deflate;

    public int Status => status;

    public ReadOnlySpan<(string Name, string Value)> Headers => headers;

    public ReadOnlyMemory<byte> Body => body;

    public bool ShowsTraceId => showsTraceId;

    public bool TakesForms => takesForms;

    /// <summary>The body in a coding, or null while nobody made it.</summary>
    public byte[]? Form(bool gzip) => Volatile.Read(ref gzip ? ref _gzip : ref _deflate);

    /// <summary>Keeps the body in a coding for those who come later.</summary>
    public void Keep(bool gzip, byte[] form)
    {
        if (takesForms) Volatile.Write(ref gzip ? ref _gzip : ref _deflate, form);
    }
}
