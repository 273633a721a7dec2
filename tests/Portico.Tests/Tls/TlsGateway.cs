using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Portico.Protocol;
using Portico.Tests.Running;
using Portico.Tls;

namespace Portico.Tests.Tls;

/// <summary>A gateway that listens for https, an authority that its certificates come from, and calls over TLS. Made once for a class.</summary>
public sealed class TlsGateway : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portico-tls-").FullName;
    private static int _names;

    private RunningGateway? _gateway;

    internal RunningGateway Gateway => _gateway!;

    internal Authority Authority { get; } = new("Servers' CA");

    internal Authority Clients { get; } = new("Clients' CA");

    /// <summary>Where buckets of truststores are.</summary>
    internal string Folder => _folder;

    internal string CertificatePath => Path.Combine(_folder, "default.pem");

    public async ValueTask InitializeAsync()
    {
        var certificate = Authority.Server("default.test", "*.execute-api.localhost");
        await File.WriteAllTextAsync(CertificatePath, certificate.Certificate + certificate.Key);
        _gateway = new RunningGateway { Certificate = CertificateFile.Parse(CertificatePath), TruststoreFolder = _folder };
        await _gateway.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        Authority.Dispose();
        Clients.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A host that no other test has.</summary>
    internal static string NewName(string prefix = "api") => $"{prefix}{Interlocked.Increment(ref _names)}.example.com";

    /// <summary>A call of ACM as its clients make it.</summary>
    internal async Task<(int Status, JsonElement Answer)> AcmAsync(string operation, object input, string region = "eu-central-1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{Gateway.ControlPort}/") { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(input)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation(JsonRpcService.TargetHeader, "CertificateManager." + operation);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=AKID/20260131/{region}/acm/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await Gateway.Client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, body.Length == 0 ? default : JsonDocument.Parse(body).RootElement);
    }

    /// <summary>Imports a certificate.</summary>
    /// <returns>Its ARN.</returns>
    internal async Task<string> ImportAsync(Issued certificate, string? chain = null, string? arn = null)
    {
        var (status, answer) = await AcmAsync("ImportCertificate", ImportOf(certificate.Certificate, certificate.Key, chain, arn));
        Assert.True(status == 200, answer.ToString());
        return answer.GetProperty("CertificateArn").GetString()!;
    }

    internal static Dictionary<string, object> ImportOf(string certificate, string key, string? chain = null, string? arn = null)
    {
        var input = new Dictionary<string, object> { ["Certificate"] = Encoding.UTF8.GetBytes(certificate), ["PrivateKey"] = Encoding.UTF8.GetBytes(key) };
        if (chain is not null) input["CertificateChain"] = Encoding.UTF8.GetBytes(chain);
        if (arn is not null) input["CertificateArn"] = arn;
        return input;
    }

    /// <summary>A regional domain name that leads to an API.</summary>
    internal async Task MapAsync(string name, DeployedApi api, params (string Member, object Value)[] members)
    {
        await CreateAsync(name, members);
        await Gateway.ControlAsync("POST", $"/domainnames/{name}/basepathmappings", "", JsonSerializer.Serialize(new { restApiId = api.Id, stage = api.Stage }));
    }

    internal Task<ReadOnlyMemory<byte>> CreateAsync(string name, params (string Member, object Value)[] members)
    {
        var input = new Dictionary<string, object> { ["domainName"] = name, ["endpointConfiguration"] = new { types = new[] { "REGIONAL" } } };
        foreach (var (member, value) in members) input[member] = value;
        return Gateway.ControlAsync("POST", "/domainnames", "", JsonSerializer.Serialize(input));
    }

    /// <summary>A connection by TLS, held against the authority of servers.</summary>
    /// <param name="serverName">What the client calls the server; empty for nothing.</param>
    internal async Task<SslStream> ConnectAsync(
        string serverName, Issued? client = null, SslProtocols versions = SslProtocols.None, bool http2 = false, string? expectedName = null, X509Certificate2Collection? chain = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Gateway.TlsPort);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var shown = client?.WithKey();
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = serverName,
                EnabledSslProtocols = versions,
                ApplicationProtocols = http2 ? [SslApplicationProtocol.Http2] : [SslApplicationProtocol.Http11],
                ClientCertificateContext = shown is null ? null : SslStreamCertificateContext.Create(shown, chain ?? [], offline: true),
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => Vouched((X509Certificate2)certificate!, expectedName ?? serverName),
            });
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>A call by HTTP/1.1.</summary>
    internal async Task<Answer> GetAsync(
        string serverName, string target, string? host = null, Issued? client = null, SslProtocols versions = SslProtocols.None, string? expectedName = null, X509Certificate2Collection? chain = null, string headers = "")
    {
        await using var tls = await ConnectAsync(serverName, client, versions, expectedName: expectedName, chain: chain);
        return await ExchangeAsync(tls, target, host ?? serverName, headers);
    }

    /// <summary>One request on a connection that is there.</summary>
    internal static async Task<Answer> ExchangeAsync(SslStream tls, string target, string host, string headers = "")
    {
        await tls.WriteAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n"));
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await tls.ReadAsync(buffer);
            if (read == 0) throw new IOException("The gateway closed the connection without an answer.");
            bytes.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.Latin1.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var lines = text[..end].Split("\r\n");
            var all = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1])).ToList();
            var length = int.Parse(all.First(pair => pair.Item1.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Item2, null);
            if (bytes.Count >= end + 4 + length) return new Answer(int.Parse(lines[0].AsSpan(9, 3), null), all, [.. bytes.Skip(end + 4).Take(length)]);
        }
    }

    private bool Vouched(X509Certificate2 certificate, string name)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) && certificate.MatchesHostname(name);
    }
}
