using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portico.Tests.Running;
using Portico.Tests.Templates;

namespace Portico.Tests.Tls;

/// <summary>Domain names that ask clients for certificates: who gets in, what is told of him, and that nobody gets past it.</summary>
public sealed class MutualTlsTests(TlsGateway tls) : IClassFixture<TlsGateway>
{
    private const string Forbidden = """{"message":"Forbidden"}""";

    private static readonly string Pets = OpenApi.Of(OpenApi.Mock("/pets", "pets"));

    [Fact]
    public async Task A_client_of_the_truststore_gets_in()
    {
        var name = await NewAsync(tls.Clients.Pem);

        (await tls.GetAsync(name, "/pets", client: tls.Clients.Client("CN=alice"))).Is(200, "pets");
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        var name = await NewAsync(tls.Clients.Pem);
        using var strangers = new Authority("Clients' CA");
        Issued?[] refused =
        [
            null,
            strangers.Client("CN=alice"),
            tls.Clients.Client("CN=old", until: Authority.From.AddDays(1)),
            tls.Clients.Client("CN=of a curve that is not accepted", curve: ECCurve.NamedCurves.nistP521),
            tls.Clients.Client("CN=server", usage: "1.3.6.1.5.5.7.3.1"),
            tls.Authority.Client("CN=of another authority"),
        ];
        foreach (var client in refused) await Assert.ThrowsAnyAsync<Exception>(() => tls.GetAsync(name, "/pets", client: client));
    }

    [Fact]
    public async Task A_chain_of_four_certificates_is_followed_and_one_of_five_is_not()
    {
        var name = await NewAsync(tls.Clients.Pem);
        using var first = new Authority("first", tls.Clients);
        using var second = new Authority("second", first);
        using var third = new Authority("third", second);

        (await tls.GetAsync(name, "/pets", client: second.Client("CN=four"), chain: [first.Certificate, second.Certificate])).Is(200, "pets");
        await Assert.ThrowsAnyAsync<Exception>(() => tls.GetAsync(name, "/pets", client: third.Client("CN=five"), chain: [first.Certificate, second.Certificate, third.Certificate]));
    }

    [Fact]
    public async Task An_intermediate_authority_of_the_truststore_leads_to_its_root_and_alone_to_nobody()
    {
        using var middle = new Authority("middle", tls.Clients);
        var both = await NewAsync(tls.Clients.Pem + middle.Pem);
        var alone = await NewAsync(middle.Pem);

        (await tls.GetAsync(both, "/pets", client: middle.Client("CN=alice"))).Is(200, "pets");
        await Assert.ThrowsAnyAsync<Exception>(() => tls.GetAsync(alone, "/pets", client: middle.Client("CN=alice")));
    }

    [Fact]
    public async Task Templates_see_the_clients_certificate()
    {
        const string Path = "$context.identity.clientCert";
        var api = await tls.Gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering(
            $"{Path}.subjectDN|{Path}.issuerDN|{Path}.serialNumber|{Path}.validity.notBefore|{Path}.validity.notAfter|{Path}.clientCertPem", "/who")));
        var name = await NewAsync(tls.Clients.Pem, api);
        var client = tls.Clients.Client("CN=\"Doe, Jane\", O=Acme, C=DE");
        using var certificate = client.WithKey();

        (await tls.GetAsync(name, "/who", client: client)).Is(
            200, $"CN=Doe\\, Jane,O=Acme,C=DE|CN=Clients' CA,O=Portico tests|{string.Join(':', certificate.SerialNumber.ToLowerInvariant().Chunk(2).Select(pair => new string(pair)))}|Feb  3 04:05:06 2020 GMT|Dec 13 14:15:16 2090 GMT|{client.Certificate}");
    }

    [Fact]
    public async Task Another_host_is_not_reached_by_a_connection_that_was_made_for_an_open_name()
    {
        var guarded = await NewAsync(tls.Clients.Pem);
        var open = TlsGateway.NewName();
        await tls.MapAsync(open, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(open))));

        (await tls.GetAsync(open, "/pets")).Is(200, "pets");
        var refused = await tls.GetAsync(open, "/pets", host: guarded);
        refused.IsRefusal(403, "ForbiddenException", Forbidden);
        Assert.Equal("close", refused["Connection"]);
        (await tls.GetAsync("", "/pets", host: guarded, expectedName: "default.test")).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Fact]
    public async Task Nor_by_one_that_was_made_for_another_truststore_or_without_tls()
    {
        using var others = new Authority("Others' CA");
        var guarded = await NewAsync(tls.Clients.Pem);
        var other = await NewAsync(others.Pem);
        var same = await NewAsync(tls.Clients.Pem);

        (await tls.GetAsync(other, "/pets", host: guarded, client: others.Client("CN=x"))).IsRefusal(403, "ForbiddenException", Forbidden);
        (await tls.GetAsync(same, "/pets", host: guarded, client: tls.Clients.Client("CN=x"))).IsRefusal(403, "ForbiddenException", Forbidden);
        using var plain = await tls.Gateway.ConnectAsync();
        await plain.SendAsync($"GET /pets HTTP/1.1\r\nHost: {guarded}\r\n\r\n");
        (await plain.ReceiveAsync()).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Fact]
    public async Task Over_http_2_the_client_is_told_to_come_by_another_connection()
    {
        var guarded = await NewAsync(tls.Clients.Pem);
        var open = TlsGateway.NewName();
        await tls.MapAsync(open, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(open))));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = async (_, _) => await tls.ConnectAsync(open, http2: true) });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{open}/pets") { Headers = { Host = guarded }, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request);

        Assert.Equal((421, Forbidden), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_truststore_that_changes_counts_at_once_for_old_connections_as_well()
    {
        var name = await NewAsync(tls.Clients.Pem, truststore: "changing.pem");
        using var others = new Authority("Others' CA");
        var client = tls.Clients.Client("CN=alice");
        await using var old = await tls.ConnectAsync(name, client);
        (await TlsGateway.ExchangeAsync(old, "/pets", name)).Is(200, "pets");

        await WriteAsync("changing.pem", others.Pem);
        await tls.Gateway.Host.TlsFiles.CheckAsync();

        (await TlsGateway.ExchangeAsync(old, "/pets", name)).IsRefusal(403, "ForbiddenException", Forbidden);
        await Assert.ThrowsAnyAsync<Exception>(() => tls.GetAsync(name, "/pets", client: client));
        (await tls.GetAsync(name, "/pets", client: others.Client("CN=bob"))).Is(200, "pets");

        await WriteAsync("changing.pem", "broken");
        await tls.Gateway.Host.TlsFiles.CheckAsync();
        (await tls.GetAsync(name, "/pets", client: others.Client("CN=bob"))).Is(200, "pets");
    }

    [Fact]
    public async Task It_is_turned_off_and_on_by_patches()
    {
        var name = await NewAsync(tls.Clients.Pem);
        await PatchAsync(name, "/mutualTlsAuthentication/truststoreUri", "");
        (await tls.GetAsync(name, "/pets")).Is(200, "pets");

        await WriteAsync("again.pem", tls.Clients.Pem);
        await PatchAsync(name, "/mutualTlsAuthentication/truststoreUri", "s3://buckets/again.pem");
        await Assert.ThrowsAnyAsync<Exception>(() => tls.GetAsync(name, "/pets"));
    }

    [Fact]
    public async Task Certificates_that_cannot_count_are_warned_of()
    {
        using var twin = new Authority("twin", tls.Clients);
        using var other = new Authority("twin");
        await WriteAsync("warned.pem", $"Authorities\n{tls.Clients.Pem}{twin.Pem}{other.Pem}{tls.Clients.Client("CN=old", until: Authority.From.AddDays(1)).Certificate}");
        var name = TlsGateway.NewName();

        using var made = JsonDocument.Parse(await tls.CreateAsync(name, ("mutualTlsAuthentication", new { truststoreUri = "s3://buckets/warned.pem" })));

        Assert.Equal(
            """["The certificate subject CN=twin, O=Portico tests conflicts with an existing certificate from a different issuer.","The certificate subject CN=old has expired."]""",
            made.RootElement.GetProperty("mutualTlsAuthentication").GetProperty("truststoreWarnings").GetRawText());
    }

    [Fact]
    public async Task What_is_no_truststore_is_refused()
    {
        await WriteAsync("text.pem", "no certificates");
        await WriteAsync("half.pem", tls.Clients.Pem + "-----BEGIN CERTIFICATE-----\nMIIB");
        await WriteAsync("none.pem", tls.Clients.Client("CN=old", until: Authority.From.AddDays(1)).Certificate);
        await WriteAsync("large.pem", tls.Clients.Pem + new string(' ', 1024 * 1024));
        await WriteAsync("many.pem", string.Concat(Enumerable.Repeat(tls.Clients.Pem, 1001)));
        (string Uri, string Message)[] cases =
        [
            ("s3://buckets/text.pem", "Invalid truststore: it holds no certificate in PEM"),
            ("s3://buckets/half.pem", "Invalid truststore: a certificate begins that does not end, or whose text is no base64"),
            ("s3://buckets/none.pem", "Invalid truststore: none of its certificates can be used. The certificate subject CN=old has expired."),
            ("s3://buckets/large.pem", "Invalid truststore: it is larger than 1048576 bytes"),
            ("s3://buckets/many.pem", "Invalid truststore: it holds more than 1000 certificates"),
            ("http://buckets/x", "Invalid truststoreUri 'http://buckets/x' specified: use s3://bucket/key, or file:///path/to/truststore.pem"),
            ("file:///nowhere/at/all.pem", "The truststore file:///nowhere/at/all.pem cannot be read"),
        ];
        foreach (var (uri, message) in cases) Assert.Equal((400, message), await RefusedAsync(new { domainName = TlsGateway.NewName(), endpointConfiguration = new { types = new[] { "REGIONAL" } }, mutualTlsAuthentication = new { truststoreUri = uri } }));
        Assert.Equal((400, "Mutual TLS is only supported for regional custom domain names"), await RefusedAsync(new { domainName = TlsGateway.NewName(), mutualTlsAuthentication = new { truststoreUri = "s3://buckets/text.pem" } }));
    }

    [Fact]
    public async Task A_truststore_of_the_largest_size_is_taken()
    {
        var bundle = new StringBuilder(tls.Clients.Pem);
        while (bundle.Length < 1024 * 1024 - 80) bundle.Append("# a line of text between certificates, as bundles of authorities have them\n");
        var name = await NewAsync(bundle.ToString());

        (await tls.GetAsync(name, "/pets", client: tls.Clients.Client("CN=alice"))).Is(200, "pets");
    }

    [Fact]
    public async Task A_strict_name_is_reached_only_by_connections_that_were_made_for_it()
    {
        var strict = TlsGateway.NewName("strict");
        var other = TlsGateway.NewName();
        await tls.MapAsync(strict, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(strict))), ("securityPolicy", "SecurityPolicy_TLS13_1_3_2025_09"), ("endpointAccessMode", "STRICT"));
        await tls.MapAsync(other, await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(other))));

        (await tls.GetAsync(strict, "/pets")).Is(200, "pets");
        (await tls.GetAsync(other, "/pets", host: strict)).IsRefusal(403, "ForbiddenException", Forbidden);
        (await new CustomDomain(tls.Gateway, strict).GetAsync("/pets")).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    private async Task<string> NewAsync(string bundle, DeployedApi? api = null, string? truststore = null)
    {
        var name = TlsGateway.NewName();
        var file = truststore ?? $"{name}.pem";
        await WriteAsync(file, bundle);
        await tls.MapAsync(
            name, api ?? await tls.Gateway.DeployAsync(Pets), ("regionalCertificateArn", await tls.ImportAsync(tls.Authority.Server(name))), ("mutualTlsAuthentication", new { truststoreUri = $"s3://buckets/{file}" }));
        return name;
    }

    private async Task WriteAsync(string file, string text)
    {
        Directory.CreateDirectory(Path.Combine(tls.Folder, "buckets"));
        var path = Path.Combine(tls.Folder, "buckets", file);
        await File.WriteAllTextAsync(path, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(Math.Abs(text.GetHashCode(StringComparison.Ordinal)) % 1_000_000));
    }

    private Task<ReadOnlyMemory<byte>> PatchAsync(string name, string path, string value) =>
        tls.Gateway.ControlAsync("PATCH", $"/domainnames/{name}", "", JsonSerializer.Serialize(new { patchOperations = new[] { new { op = "replace", path, value } } }));

    private async Task<(int Status, string? Message)> RefusedAsync(object input)
    {
        var answer = await tls.Gateway.Host.ApiGateway.InvokeAsync(new() { Method = "POST", RawPath = "/domainnames", Body = JsonSerializer.SerializeToUtf8Bytes(input) }, CancellationToken.None);
        using var body = JsonDocument.Parse(answer.Body);
        return (answer.Status, body.RootElement.GetProperty("message").GetString());
    }
}
