using Portico.Aws;
using Portico.Failures;
using Portico.Model.Certificates;

namespace Portico.Tls;

/// <summary>The files that <c>--certificate</c> names: the certificate with its chain, and the key, in one file or two.</summary>
/// <param name="CertificatePath">PEM: the certificate first, then who vouches for it.</param>
/// <param name="KeyPath">PEM; the same file where the key stands in it as well.</param>
internal sealed record CertificateFile(string CertificatePath, string KeyPath)
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Takes the option's value: <c>FILE</c>, or <c>CERTIFICATE;KEY</c>.</summary>
    internal static CertificateFile Parse(string value)
    {
        var parts = value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is 1 or 2 ? new(parts[0], parts[^1]) : throw CommandFailure.Usage($"--certificate '{value}' is neither FILE nor CERTIFICATE;KEY");
    }

    /// <summary>What tells one version of the files from another.</summary>
    internal (DateTime, DateTime) Stamp => (File.GetLastWriteTimeUtc(CertificatePath), File.GetLastWriteTimeUtc(KeyPath));

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="CommandFailure">They cannot be used; the message names the file, and nothing of the key.</exception>
    internal CertificateMaterial Read(DateTimeOffset now)
    {
        var text = Text(CertificatePath);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0) throw CommandFailure.BadInput($"--certificate: {CertificatePath} holds no certificate; give PEM, with {Begin}");
        var body = text[begin..(end + End.Length)];
        var rest = text[(end + End.Length)..];
        var material = new CertificateMaterial { Body = body, PrivateKey = Key(KeyPath == CertificatePath ? text : Text(KeyPath)), Chain = rest.Contains(Begin, StringComparison.Ordinal) ? rest : null };
        try
        {
            return CertificateRules.Checked(material, now);
        }
        catch (ServiceException refusal)
        {
            throw CommandFailure.BadInput($"--certificate: {CertificatePath}: {refusal.Message}");
        }
    }

    // The block of the key alone: it may stand before the certificate or behind it.
    private string Key(string text)
    {
        var rest = text.AsSpan();
        while (System.Security.Cryptography.PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal)) return rest[fields.Location].ToString();
            rest = rest[fields.Location.End..];
        }

        throw CommandFailure.BadInput($"--certificate: {KeyPath} holds no private key; add it to the file, or name its own file: --certificate 'CERTIFICATE;KEY'");
    }

    private static string Text(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path) : throw CommandFailure.BadInput($"--certificate: {path} is larger than {MaxBytes} bytes");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.BadInput($"--certificate: {path} cannot be read: {exception.Message}");
        }
    }
}
