using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Upstream;
using Portico.Tests.Running;

namespace Portico.Tests.BackEnds;

/// <summary>https back ends: whom the gateway trusts, what it shows, and which HTTP it speaks.</summary>
public sealed class TlsTests(RunningGateway gateway)
{
    private static readonly BackEndTls AnyIssuer = new(TrustsAnyIssuer: true);

    [Fact]
    public async Task A_refused_certificate_is_told_of_in_a_sentence()
    {
        using var selfSigned = TestCertificates.SelfSigned("127.0.0.1");
        using var expired = TestCertificates.SelfSigned("127.0.0.1", until: new DateTimeOffset(2020, 1, 2, 3, 4, 0, TimeSpan.Zero));
        using var otherName = TestCertificates.SelfSigned("orders.example.com");
        using var unknownIssuer = TestCertificates.OfUnknownIssuer("127.0.0.1");

        Assert.Equal("the issuer CN=127.0.0.1 of the certificate of ADDRESS is not trusted by this machine", await RefusalAsync(selfSigned, null));
        Assert.Equal("the certificate CN=127.0.0.1 of ADDRESS is valid from 1970-01-01 00:00 to 2020-01-02 03:04 UTC only", await RefusalAsync(expired, AnyIssuer));
        Assert.Equal("the certificate of ADDRESS is not for '127.0.0.1'; it is for orders.example.com", await RefusalAsync(otherName, AnyIssuer));
        Assert.Equal(
            "the certificate of ADDRESS was issued by CN=Nobody's CA, whose own certificate is neither sent nor known to this machine", await RefusalAsync(unknownIssuer, AnyIssuer));
    }

    [Fact]
    public async Task The_name_in_TLS_and_the_host_are_those_of_the_URI_whatever_address_the_connection_goes_to()
    {
        using var certificate = TestCertificates.SelfSigned("orders.example.com");
        await using var backEnd = await TlsBackEnd.StartAsync(certificate);
        using var upstream = new HttpUpstream(TimeProvider.System, new UpstreamOptions { Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }) });

        Assert.Equal((200, "secret"), await upstream.CallAsync(Upstreams.Request($"https://orders.example.com:{backEnd.Port}", tls: AnyIssuer)));

        Assert.Equal($"orders.example.com:{backEnd.Port}", Assert.Single(backEnd.Calls).Host);
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("http")]
    public async Task The_stages_client_certificate_is_shown_to_a_back_end_that_asks_for_it(string type)
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        await using var backEnd = await TlsBackEnd.StartAsync(certificate, asksForCertificate: true);
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "get", $"type: {type}\nhttpMethod: GET\nuri: \"{backEnd.Url}\"\ntlsConfig: {{ insecureSkipVerification: true }}\nresponses: {{ default: {{ statusCode: \"200\" }} }}")));

        // TLS 1.3: a client learns only after its part of the handshake that a certificate was wanted.
        (await api.GetAsync("")).IsRefusal(504, "InternalServerErrorException", """{"message": "Network error communicating with endpoint"}""");
        Assert.Empty(backEnd.Calls);

        using var made = JsonDocument.Parse(await gateway.ControlAsync("POST", "/clientcertificates", "", "{}"));
        var id = made.RootElement.GetProperty("clientCertificateId").GetString();
        await gateway.ControlAsync(
            "PATCH", $"/restapis/{api.Id}/stages/{api.Stage}", "", $$"""{"patchOperations":[{"op":"replace","path":"/clientCertificateId","value":"{{id}}"}]}""");
        (await api.GetAsync("")).Is(200, "secret");

        using var shown = X509Certificate2.CreateFromPem(made.RootElement.GetProperty("pemEncodedCertificate").GetString());
        Assert.Equal(shown.Thumbprint, Assert.Single(backEnd.Calls).Thumbprint);
    }

    [Theory]
    [InlineData(true, HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(true, HttpProtocols.Http2, "HTTP/2")]
    [InlineData(true, HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(false, HttpProtocols.Http1AndHttp2, "HTTP/1.1")]
    public async Task HTTP2_is_spoken_where_it_is_wanted_and_offered(bool wanted, HttpProtocols offered, string spoken)
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        await using var backEnd = await TlsBackEnd.StartAsync(certificate, offered);
        using var backEnds = new Integrations.Http.BackEnds(
            new BackEndSettings { Connections = new UpstreamOptions { UsesHttp2 = wanted } }, TimeProvider.System, NullLogger<Integrations.Http.BackEnds>.Instance);
        var headers = new HeaderList();
        var request = Upstreams.Request(backEnd.Url, "POST", "sent", AnyIssuer) with { Target = "/a%2Fb?c=%41" };

        Assert.Equal((200, "sent"), await backEnds.CallAsync(request, headers));

        Assert.Equal(spoken, headers.Last("X-Spoken"));
        var call = Assert.Single(backEnd.Calls);
        Assert.Equal(("POST", "sent", $"127.0.0.1:{backEnd.Port}"), (call.Method, call.Body, call.Host));
        Assert.EndsWith("?c=%41", call.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_HTTP2_failures_are_the_same()
    {
        using var certificate = TestCertificates.SelfSigned("orders.example.com");
        await using var backEnd = await TlsBackEnd.StartAsync(certificate, HttpProtocols.Http2);
        using var backEnds = new Integrations.Http.BackEnds(
            new BackEndSettings { Connections = new UpstreamOptions { UsesHttp2 = true } }, TimeProvider.System, NullLogger<Integrations.Http.BackEnds>.Instance);

        var otherName = await backEnds.FailureAsync(Upstreams.Request(backEnd.Url, tls: AnyIssuer));
        var nobody = await backEnds.FailureAsync(Upstreams.Request($"https://127.0.0.1:{FreePort.Closed()}"));

        Assert.Equal((UpstreamError.Tls, $"the certificate of 127.0.0.1:{backEnd.Port} is not for '127.0.0.1'; it is for orders.example.com"), (otherName.Error, otherName.Message));
        Assert.Equal(UpstreamError.Connect, nobody.Error);
    }

    private static async Task<string> RefusalAsync(X509Certificate2 certificate, BackEndTls? tls)
    {
        await using var backEnd = await TlsBackEnd.StartAsync(certificate);
        using var upstream = new HttpUpstream(TimeProvider.System);

        var failure = await upstream.FailureAsync(Upstreams.Request(backEnd.Url, tls: tls));

        Assert.Equal(UpstreamError.Tls, failure.Error);
        return failure.Message.Replace($"127.0.0.1:{backEnd.Port}", "ADDRESS", StringComparison.Ordinal);
    }
}
