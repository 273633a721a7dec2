using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Tls;

/// <summary>https: which certificate is shown to whom, in which versions of TLS, and what a domain name's certificate must be.</summary>
public sealed class DomainCertificateTests(TlsGateway tls) : IClassFixture<TlsGateway>
{
    private static readonly string Pets = OpenApi.Of(OpenApi.Mock("/pets", "pets"));

    [Fact]
    public async Task A_domain_name_is_served_with_the_certificate_that_was_imported_for_it()
    {
        var name = TlsGateway.NewName();
        var arn = await tls.ImportAsync(tls.Authority.Server(name));
        await tls.MapAsync(name, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", arn));

        (await tls.GetAsync(name, "/pets")).Is(200, "pets");
    }

    [Fact]
    public async Task A_wildcard_is_served_with_its_own_unless_a_name_has_a_nearer_one()
    {
        var domain = TlsGateway.NewName("wild");
        var api = await tls.Gateway.DeployAsync(Pets);
        await tls.MapAsync($"*.{domain}", api, ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server($"*.{domain}"))));
        await tls.MapAsync($"own.{domain}", api, ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server($"own.{domain}"))));

        (await tls.GetAsync($"any.{domain}", "/pets")).Is(200, "pets");
        await using var own = await tls.ConnectAsync($"own.{domain}");
        Assert.Equal($"CN=own.{domain}", own.RemoteCertificate!.Subject);
    }

    [Theory]
    [InlineData("nobody.example.org")]
    [InlineData("")]
    public async Task Whoever_calls_an_unknown_name_or_none_is_shown_the_listeners_certificate(string serverName)
    {
        var api = await tls.Gateway.DeployAsync(Pets);

        (await tls.GetAsync(serverName, "/test/pets", host: api.Host, expectedName: "default.test")).Is(200, "pets");
    }

    [Fact]
    public async Task A_certificate_that_is_imported_anew_is_shown_at_once_and_keeps_its_arn()
    {
        var name = TlsGateway.NewName();
        var arn = await tls.ImportAsync(tls.Authority.Server(name));
        await tls.MapAsync(name, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", arn));
        var next = tls.Authority.Server(name);

        Assert.Equal(arn, await tls.ImportAsync(next, arn: arn));

        await using var connection = await tls.ConnectAsync(name);
        using var shown = next.WithKey();
        Assert.Equal(shown.GetCertHashString(), connection.RemoteCertificate!.GetCertHashString());
    }

    [Fact]
    public async Task A_certificate_is_given_with_the_domain_name_itself()
    {
        var name = TlsGateway.NewName();
        var certificate = tls.Authority.Server(name);
        await tls.MapAsync(name, await tls.Gateway.DeployAsync(Pets), ("certificateName", "mine"), ("certificateBody", certificate.Certificate), ("certificatePrivateKey", certificate.Key), ("certificateChain", tls.Authority.Pem));

        (await tls.GetAsync(name, "/pets")).Is(200, "pets");
    }

    [Fact]
    public async Task Http_2_is_spoken_with_whoever_wishes()
    {
        var name = TlsGateway.NewName();
        await tls.MapAsync(name, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(name))));
        using var client = Http2(name);
        using var response = await client.GetAsync(new Uri($"https://{name}/pets"));

        Assert.Equal((HttpVersion.Version20, "pets"), (response.Version, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("TLS_1_2", SslProtocols.Tls12, true)]
    [InlineData("TLS_1_2", SslProtocols.Tls13, true)]
    [InlineData("SecurityPolicy_TLS13_1_3_2025_09", SslProtocols.Tls12, false)]
    [InlineData("SecurityPolicy_TLS13_1_3_2025_09", SslProtocols.Tls13, true)]
    [InlineData("SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", SslProtocols.Tls12, true)]
    [InlineData("SecurityPolicy_TLS13_1_2_2021_06", SslProtocols.Tls13, true)]
    public async Task A_security_policy_says_which_versions_are_spoken(string policy, SslProtocols version, bool isSpoken)
    {
        var name = TlsGateway.NewName();
        await tls.MapAsync(name, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(name))), ("securityPolicy", policy));

        if (isSpoken) (await tls.GetAsync(name, "/pets", versions: version)).Is(200, "pets");
        else await Assert.ThrowsAnyAsync<Exception>(() => tls.GetAsync(name, "/pets", versions: version));
    }

    [Fact]
    public async Task A_policy_that_promises_a_validated_module_is_refused()
    {
        var (status, text) = await CreateAsync(TlsGateway.NewName(), new { securityPolicy = "SecurityPolicy_TLS13_1_3_FIPS_2025_09" });

        Assert.Equal((400, "The security policy SecurityPolicy_TLS13_1_3_FIPS_2025_09 promises a validated cryptographic module, and this machine is not in FIPS mode; use one without FIPS in its name"), (status, text));
    }

    [Fact]
    public async Task A_certificate_must_be_there_and_stand_for_the_name()
    {
        var name = TlsGateway.NewName();
        var missing = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
        var other = await tls.ImportAsync(tls.Authority.Server("other.example.com"));

        Assert.Equal((400, $"The provided certificate does not exist: {missing}"), await CreateAsync(name, new { regionalCertificateArn = missing }));
        Assert.Equal((400, $"The domain name {name} is not covered by the provided certificate, which stands for other.example.com"), await CreateAsync(name, new { regionalCertificateArn = other }));
    }

    [Fact]
    public async Task A_handshake_that_does_not_go_on_is_ended()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, tls.Gateway.TlsPort);
        await socket.SendAsync(new byte[] { 0x16, 0x03, 0x01 });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        Assert.Equal(0, await socket.ReceiveAsync(new byte[16], patience.Token));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("")]
    public async Task What_is_no_tls_is_closed(string sent)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, tls.Gateway.TlsPort);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(sent));
        socket.Shutdown(SocketShutdown.Send);

        var buffer = new byte[1024];
        var rest = "";
        while (await socket.ReceiveAsync(buffer) is > 0 and var read) rest += System.Text.Encoding.ASCII.GetString(buffer, 0, read);
        Assert.DoesNotContain("HTTP/1.1", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_domain_names_are_told_apart()
    {
        var certificate = await tls.ImportAsync(tls.Authority.Server("*.many.example.com"));
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (index, _) => await tls.CreateAsync($"d{index}.many.example.com", ("regionalCertificateArn", certificate)));
        await tls.Gateway.ControlAsync("POST", "/domainnames/d777.many.example.com/basepathmappings", "", JsonSerializer.Serialize(new { restApiId = (await tls.Gateway.DeployAsync(Pets)).Id, stage = "test" }));

        (await tls.GetAsync("d777.many.example.com", "/pets")).Is(200, "pets");
        (await tls.GetAsync("d778.many.example.com", "/pets")).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
    }

    [Fact]
    public async Task The_default_endpoint_is_closed_by_https_as_by_http()
    {
        var api = await tls.Gateway.DeployAsync(Pets);
        await tls.Gateway.ControlAsync("PATCH", $"/restapis/{api.Id}", "", """{"patchOperations":[{"op":"replace","path":"/disableExecuteApiEndpoint","value":"true"}]}""");
        await api.DeployAsync();

        (await tls.GetAsync(api.Host, "/test/pets", expectedName: "x.execute-api.localhost")).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
        (await api.GetAsync("/pets")).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
    }

    [Fact]
    public async Task The_certificate_of_the_listener_is_followed_and_a_broken_one_is_not_taken()
    {
        var before = await File.ReadAllTextAsync(tls.CertificatePath);
        var next = tls.Authority.Server("next.test");
        await WriteAsync("broken");
        await tls.Gateway.Host.TlsFiles.CheckAsync();
        await using (var same = await tls.ConnectAsync("x.example.net", expectedName: "default.test")) Assert.Equal("CN=default.test", same.RemoteCertificate!.Subject);

        await WriteAsync(next.Key + next.Certificate);
        await tls.Gateway.Host.TlsFiles.CheckAsync();
        await using (var changed = await tls.ConnectAsync("x.example.net", expectedName: "next.test")) Assert.Equal("CN=next.test", changed.RemoteCertificate!.Subject);

        await WriteAsync(before);
        await tls.Gateway.Host.TlsFiles.CheckAsync();

        async Task WriteAsync(string text)
        {
            await File.WriteAllTextAsync(tls.CertificatePath, text);
            File.SetLastWriteTimeUtc(tls.CertificatePath, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(text.GetHashCode(StringComparison.Ordinal) % 1_000_000));
        }
    }

    private HttpClient Http2(string name) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) => await tls.ConnectAsync(name, http2: true),
    })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private async Task<(int Status, string Message)> CreateAsync(string name, object members)
    {
        var input = new Dictionary<string, object> { ["domainName"] = name, ["endpointConfiguration"] = new { types = new[] { "REGIONAL" } } };
        foreach (var property in members.GetType().GetProperties()) input[property.Name] = property.GetValue(members)!;
        var answer = await tls.Gateway.Host.ApiGateway.InvokeAsync(new() { Method = "POST", RawPath = "/domainnames", Body = JsonSerializer.SerializeToUtf8Bytes(input) }, CancellationToken.None);
        using var body = JsonDocument.Parse(answer.Body);
        return (answer.Status, body.RootElement.GetProperty("message").GetString()!);
    }
}
