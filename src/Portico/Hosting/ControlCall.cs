using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Portico.Aws.Signing;
using Portico.DataPlane.Invocations;

namespace Portico.Hosting;

/// <summary>One call of the control plane as it came in.</summary>
internal sealed class ControlCall(HttpContext context)
{
    private readonly string _target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
    private PayloadBuffer? _body;

    internal HttpContext Context => context;

    internal string Path => Mark < 0 ? _target : _target[..Mark];

    internal string Query => Mark < 0 ? "" : _target[(Mark + 1)..];

    internal ReadOnlyMemory<byte> Body => _body?.Memory ?? default;

    internal SignableRequest Signable => new(context.Request.Method, Path, Query, new HttpHeaderLines(context.Request.Headers));

    private int Mark => _target.IndexOf('?', StringComparison.Ordinal);

    /// <summary>Reads the body, once. One that is longer than allowed is left where it is, and the connection with it.</summary>
    internal async ValueTask ReadBodyAsync(int maxBytes)
    {
        if (_body is not null) return;
        _body = new PayloadBuffer();
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var segment in read.Buffer)
            {
                segment.Span.CopyTo(_body.GetSpan(segment.Length));
                _body.Advance(segment.Length);
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
            if (_body.Length > maxBytes)
            {
                context.Response.Headers.Connection = "close";
                break;
            }
        }
    }
}
