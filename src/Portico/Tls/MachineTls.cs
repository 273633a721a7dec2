using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portico.Aws.Vocabulary;

namespace Portico.Tls;

/// <summary>What the TLS library of this machine can offer of what security policies say.</summary>
/// <param name="OffersOldVersions">Whether TLS 1.0 and 1.1 can be had.</param>
/// <param name="OffersPostQuantum">Whether the hybrid key exchange can be had: OpenSSL from 3.5 on.</param>
/// <param name="IsInFipsMode">Whether the machine holds its cryptography to FIPS 140.</param>
internal sealed record MachineTls(bool OffersOldVersions, bool OffersPostQuantum, bool IsInFipsMode)
{
    private const string FipsFile = "/proc/sys/crypto/fips_enabled";
    private const long OpenSsl35 = 0x30500000;

    // TLS 1.1, by its number: its name is marked as obsolete, which is what is asked about here.
    private const int Old = 768;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Why a security policy cannot be kept to; null where it can.</summary>
    internal string? Objection(string policy) =>
        SecurityPolicy.All.TryGetValue(policy, out var known) && known.IsFips && !IsInFipsMode
            ? $"The security policy {policy} promises a validated cryptographic module, and this machine is not in FIPS mode; use one without FIPS in its name"
            : null;

    /// <summary>What of a security policy is not offered, in words; null when all of it is.</summary>
    internal string? Shortfall(SecurityPolicy policy) =>
        policy.OldestVersion < 12 && !OffersOldVersions ? $"securityPolicy {policy.Name}: TLS 1.2 and 1.3 are offered; this machine's TLS library does not offer TLS 1.0 and 1.1"
        : policy.IsPostQuantum && !OffersPostQuantum ? $"securityPolicy {policy.Name}: its versions and cipher suites are kept to; this machine's TLS library does not offer the hybrid key exchange, which needs OpenSSL 3.5"
        : null;

    /// <summary>Finds out, by trying where only that tells.</summary>
    internal static async Task<MachineTls> ProbeAsync(bool triesVersions, CancellationToken cancellationToken)
    {
        var isFips = File.Exists(FipsFile) && (await File.ReadAllTextAsync(FipsFile, cancellationToken)).Trim() == "1";
        return new(triesVersions && await TakesOldVersionsAsync(cancellationToken), OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion >= OpenSsl35, isFips);
    }

    // A handshake with itself: what the configuration of the library forbids cannot be asked for otherwise.
    private static async Task<bool> TakesOldVersionsAsync(CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=probe", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync(listener.LocalEndPoint!, limit.Token);
            await using var serverSide = new SslStream(new NetworkStream(await listener.AcceptAsync(limit.Token), ownsSocket: true));
            await using var clientSide = new SslStream(new NetworkStream(client, ownsSocket: false));
#pragma warning disable CA5397 // Whether the old version is taken is the very question.
            await Task.WhenAll(
                serverSide.AuthenticateAsServerAsync(new() { ServerCertificate = certificate, EnabledSslProtocols = (SslProtocols)Old }, limit.Token),
                clientSide.AuthenticateAsClientAsync(
                    new()
                    {
                        TargetHost = "probe",
                        EnabledSslProtocols = (SslProtocols)Old,
                        RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Equals(shown),
                    },
                    limit.Token));
#pragma warning restore CA5397
            return true;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
