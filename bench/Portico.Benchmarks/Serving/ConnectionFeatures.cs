using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portico.DataPlane.Listening;

namespace Portico.Benchmarks.Serving;

/// <summary>
/// One keep-alive connection as a server shows it to the gateway, without a server: the same features for request after request,
/// answers written to memory.
/// </summary>
internal sealed class ConnectionFeatures : FeatureCollection, IHostContextContainer<GatewayApplication.Exchange>
{
    private readonly HttpRequestFeature _request = new() { Method = "GET", Protocol = "HTTP/1.1", Scheme = "http" };
    private readonly HttpResponseFeature _response = new();
    private readonly MemoryPipeWriter _writer = new();

    internal ConnectionFeatures()
    {
        _request.Headers.Host = "localhost:8080";
        _request.Headers.Accept = "application/json";
        _request.Headers.UserAgent = "benchmark/1";
        Set<IHttpRequestFeature>(_request);
        Set<IHttpResponseFeature>(_response);
        Set<IHttpResponseBodyFeature>(new Body(_writer));
        Set<IHttpRequestBodyDetectionFeature>(new NoRequestBody());
        Set<IRequestBodyPipeFeature>(new NoRequestBody());
        Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback, LocalPort = 8080 });
    }

    internal IHeaderDictionary RequestHeaders => _request.Headers;

    public GatewayApplication.Exchange? HostContext { get; set; }

    internal int WrittenBytes => _writer.WrittenBytes;

    internal string Written => $"{_response.StatusCode} {Encoding.UTF8.GetString(_writer.Written)}";

    internal void Begin(string target)
    {
        _request.RawTarget = target;
        _response.StatusCode = 200;
        _response.Headers.Clear();
        _writer.Reset();
    }

    private sealed class NoRequestBody : IHttpRequestBodyDetectionFeature, IRequestBodyPipeFeature
    {
        public bool CanHaveBody => false;

        public PipeReader Reader { get; } = PipeReader.Create(Stream.Null);
    }

    private sealed class Body(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream(leaveOpen: true);

        public PipeWriter Writer => writer;

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task CompleteAsync() => Task.CompletedTask;
    }

    private sealed class MemoryPipeWriter : PipeWriter
    {
        private readonly byte[] _memory = new byte[64 * 1024];

        internal int WrittenBytes { get; private set; }

        internal ReadOnlySpan<byte> Written => _memory.AsSpan(0, WrittenBytes);

        public override void Advance(int bytes) => WrittenBytes += bytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory.AsMemory(WrittenBytes);

        public override Span<byte> GetSpan(int sizeHint = 0) => _memory.AsSpan(WrittenBytes);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        internal void Reset() => WrittenBytes = 0;
    }
}
