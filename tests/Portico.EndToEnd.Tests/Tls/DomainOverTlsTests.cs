using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Tls;

/// <summary>A server that listens for https, made to answer under names of one's own by the AWS CLI, and called by curl and by openssl.</summary>
public sealed class DomainOverTlsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PorticoServer? _server;

    private PorticoServer Server => _server!;

    private int Port => Server.Gateway.Port;

    public async ValueTask InitializeAsync()
    {
        await OpenSsl.AuthorityAsync(_folder, "ca");
        await OpenSsl.AuthorityAsync(_folder, "clients");
        await OpenSsl.IssueAsync(_folder, "ca", "api.example.com", "subjectAltName=DNS:api.example.com");
        await OpenSsl.IssueAsync(_folder, "ca", "localhost", "subjectAltName=DNS:localhost");
        await OpenSsl.IssueAsync(_folder, "clients", "alice", "extendedKeyUsage=clientAuth");
        await OpenSsl.IssueAsync(_folder, "ca", "mallory", "extendedKeyUsage=clientAuth");
        _server = await PorticoServer.StartAsync(
            "serve", "--store", "memory", "--gateway-urls", "https://127.0.0.1:0", "--certificate", $"{_folder["localhost.pem"]};{_folder["localhost.key"]}", "--region", AwsCli.Region);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_name_of_ones_own_is_called_over_tls_with_its_certificate_and_then_with_client_certificates_only()
    {
        var aws = new AwsCli(Server.Control);
        var arn = (await aws.DoneAsync(
            "acm", "import-certificate", "--certificate", "fileb://" + _folder["api.example.com.pem"], "--private-key", "fileb://" + _folder["api.example.com.key"], "--certificate-chain", "fileb://" + _folder["ca.pem"])).Text("CertificateArn");
        Assert.Equal("api.example.com", (await aws.DoneAsync("acm", "describe-certificate", "--certificate-arn", arn)).Text("Certificate.DomainName"));
        Assert.Contains(arn, (await aws.DoneAsync("acm", "list-certificates", "--includes", "keyTypes=EC_prime256v1")).ToJsonString(), StringComparison.Ordinal);
        var api = await aws.CallAsync("import-rest-api", "--body", "fileb://" + _folder.Write("api.yaml", Definitions.Mock("pets", "/pets", "pets")));
        await aws.CallAsync("create-deployment", "--rest-api-id", api.Text("id"), "--stage-name", "prod");
        await aws.CallAsync("create-domain-name", "--domain-name", "api.example.com", "--regional-certificate-arn", arn, "--endpoint-configuration", "types=REGIONAL");
        await aws.CallAsync("create-base-path-mapping", "--domain-name", "api.example.com", "--rest-api-id", api.Text("id"), "--stage", "prod");

        Assert.Contains("pets", await CurlAsync("--http1.1"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/2 200", await CurlAsync("--http2"), StringComparison.Ordinal);
        Assert.Contains("TLSv1.2", (await OpenSsl.ConnectAsync(Port, "api.example.com", "-CAfile", _folder["ca.pem"], "-tls1_2")).Output, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", (await OpenSsl.ConnectAsync(Port, "api.example.com", "-CAfile", _folder["ca.pem"], "-tls1_3")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1", (await OpenSsl.ConnectAsync(Port, "api.example.com", "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")).Output, StringComparison.Ordinal);
        Assert.Contains("CN = localhost", (await OpenSsl.ConnectAsync(Port, "other.example.com")).Output, StringComparison.Ordinal);

        await aws.CallAsync(
            "update-domain-name", "--domain-name", "api.example.com", "--patch-operations", $"op=replace,path=/mutualTlsAuthentication/truststoreUri,value={_folder["clients.pem"]}");

        Assert.Contains("HTTP/1.1 200 OK", (await ShowAsync("alice")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1", (await ShowAsync("mallory")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1", (await OpenSsl.ConnectAsync(Port, "api.example.com")).Output, StringComparison.Ordinal);
        Assert.Contains("pets", await CurlAsync("--cert", _folder["alice.pem"], "--key", _folder["alice.key"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_without_a_certificate_and_a_certificate_that_is_none_are_refused()
    {
        var without = await ChildProcess.RunAsync("dotnet", [Repository.Program, "serve", "--store", "memory", "--gateway-urls", "https://127.0.0.1:0"]);
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--gateway-urls 'https://127.0.0.1:0' needs a certificate", without.Errors, StringComparison.Ordinal);

        var broken = await ChildProcess.RunAsync("dotnet", [Repository.Program, "serve", "--store", "memory", "--gateway-urls", "https://127.0.0.1:0", "--certificate", $"{_folder["localhost.pem"]};{_folder["alice.key"]}"]);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("The private key does not match the certificate", broken.Errors, StringComparison.Ordinal);
    }

    private Task<Outcome> ShowAsync(string client) => OpenSsl.ConnectAsync(Port, "api.example.com", "-CAfile", _folder["ca.pem"], "-cert", _folder[$"{client}.pem"], "-key", _folder[$"{client}.key"]);

    private Task<string> CurlAsync(params string[] options) =>
        Curl.GetAsync($"https://api.example.com:{Port}/pets", ["--cacert", _folder["ca.pem"], "--resolve", $"api.example.com:{Port}:127.0.0.1", .. options]);
}
