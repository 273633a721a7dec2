using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using Portico.DataPlane.Invocations;

namespace Portico.Integrations.Http;

/// <summary>The framework's HTTP client as a bare transport: one connection pool per origin, nothing added to what is sent.</summary>
public sealed class SocketsHttpUpstream : IUpstreamClient, IDisposable
{
    private readonly HttpMessageInvoker _strict = new(NewHandler(trustsAnyIssuer: false));
    private readonly HttpMessageInvoker _lenient = new(NewHandler(trustsAnyIssuer: true));

    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken deadline)
    {
        var origin = request.Origin;
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Address(origin, request.Target))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Content(request),
        };

        foreach (var (name, value) in request.Headers.Lines)
        {
            if (message.Headers.TryAddWithoutValidation(name, value)) continue;

            // The framework keeps headers that describe a body with the body; a message may have them without one.
            message.Content ??= new ReadOnlyMemoryContent(default);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        var invoker = origin.TrustsAnyIssuer ? _lenient : _strict;
        return new Answer(await invoker.SendAsync(message, deadline));
    }

    public void Dispose()
    {
        _strict.Dispose();
        _lenient.Dispose();
    }

    private static Uri Address(Origin origin, string target) =>
        new($"{origin.Scheme}://{origin.Authority}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static HttpContent? Content(in UpstreamRequest request)
    {
        if (request.BodyStream is { } stream)
        {
            var content = new StreamContent(stream);
            content.Headers.ContentLength = request.BodyStreamLength;
            return content;
        }

        return request.Body.IsEmpty && !request.StatesEmptyBody ? null : new ReadOnlyMemoryContent(request.Body);
    }

    private static SocketsHttpHandler NewHandler(bool trustsAnyIssuer) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(29),

        // Addresses change; a connection that lives for ever would keep the old one.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        MaxResponseHeadersLength = 64,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        SslOptions = trustsAnyIssuer
            ? new SslClientAuthenticationOptions
            {
                // insecureSkipVerification forgives an unknown issuer, and nothing else: name and dates are still checked.
                CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.System, VerificationFlags = System.Security.Cryptography.X509Certificates.X509VerificationFlags.AllowUnknownCertificateAuthority, RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck },
            }
            : new SslClientAuthenticationOptions(),
    };

    private sealed class Answer(HttpResponseMessage message) : UpstreamResponse
    {
        private Stream? _body;

        public override int Status => (int)message.StatusCode;

        public override long? ContentLength => message.Content.Headers.ContentLength;

        public override void CopyHeaders(HeaderList target)
        {
            Copy(message.Headers.NonValidated, target);
            Copy(message.Content.Headers.NonValidated, target);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline) => Body.ReadAsync(buffer, deadline);

        public override Stream AsStream() => Body;

        public override ValueTask DisposeAsync()
        {
            message.Dispose();
            return default;
        }

        private Stream Body => _body ??= message.Content.ReadAsStream();

        private static void Copy(HttpHeadersNonValidated headers, HeaderList target)
        {
            foreach (var (name, values) in headers)
            {
                foreach (var value in values) target.Add(name, value);
            }
        }
    }
}
