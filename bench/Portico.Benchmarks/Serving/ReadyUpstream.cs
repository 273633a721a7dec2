using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;

namespace Portico.Benchmarks.Serving;

/// <summary>A back end that has answered already: what remains is what the gateway does around the call.</summary>
internal sealed class ReadyUpstream(byte[] body) : IUpstreamClient
{
    public ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken deadline) => new(new Answer(body));

    private sealed class Answer(byte[] body) : UpstreamResponse
    {
        private int _read;

        public override int Status => 200;

        public override long? ContentLength => body.Length;

        public override void CopyHeaders(HeaderList target)
        {
            target.Add("Content-Type", "application/json");
            target.Add("Content-Length", "1024");
            target.Add("Date", "Mon, 23 Nov 2026 19:41:05 GMT");
            target.Add("Server", "nginx");
            target.Add("Connection", "keep-alive");
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline)
        {
            var count = Math.Min(buffer.Length, body.Length - _read);
            body.AsMemory(_read, count).CopyTo(buffer);
            _read += count;
            return new(count);
        }

        public override Stream AsStream() => new MemoryStream(body, _read, body.Length - _read, writable: false);

        public override ValueTask DisposeAsync() => default;
    }
}
