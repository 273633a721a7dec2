using System.Text;
using Portico.Aws;
using Portico.Integrations.AwsService;
using Portico.Model.Certificates;

namespace Portico.Tls;

/// <summary>Where truststores come from: S3 or what stands for it, a folder that plays its buckets, or a file.</summary>
/// <param name="folder">Where <c>s3://bucket/key</c> is <c>bucket/key</c>; null for none.</param>
internal sealed class TruststoreSource(S3Objects objects, string? folder, string region)
{
    private const string S3 = "s3://";

    /// <summary>Reads one.</summary>
    /// <exception cref="ServiceException">It cannot be read; the message says why.</exception>
    internal async ValueTask<string> ReadAsync(string uri, string? version, CancellationToken cancellationToken)
    {
        if (FileOf(uri) is { } path)
        {
            if (version is not null) throw ServiceException.BadRequest($"The truststore {uri} is a file here, of which there are no versions; leave truststoreVersion out");
            return await ReadFileAsync(uri, path, cancellationToken);
        }

        if (!uri.StartsWith(S3, StringComparison.Ordinal) || uri[S3.Length..].Split('/', 2) is not [{ Length: > 0 } bucket, { Length: > 0 } key])
        {
            throw ServiceException.BadRequest($"Invalid truststoreUri '{uri}' specified: use s3://bucket/key, or file:///path/to/truststore.pem");
        }

        var (bytes, problem) = await objects.ReadAsync(bucket, key, version, region, Truststore.MaxBytes, cancellationToken);
        return bytes is null ? throw ServiceException.BadRequest($"The truststore {uri} cannot be read: {problem}") : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The file that a URI means here, or null when it means none.</summary>
    internal string? FileOf(string uri)
    {
        if (uri.StartsWith("file://", StringComparison.Ordinal)) return Uri.TryCreate(uri, UriKind.Absolute, out var file) && file.IsFile ? file.LocalPath : null;
        if (uri.StartsWith('/')) return uri;
        if (folder is null || !uri.StartsWith(S3, StringComparison.Ordinal)) return null;

        // Nothing outside of the folder, whatever the key says.
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, uri[S3.Length..]));
        return path.StartsWith(root, StringComparison.Ordinal) && File.Exists(path) ? path : null;
    }

    private static async ValueTask<string> ReadFileAsync(string uri, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > Truststore.MaxBytes) throw ServiceException.BadRequest($"Invalid truststore: it is larger than {Truststore.MaxBytes} bytes");
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ServiceException.BadRequest($"The truststore {uri} cannot be read");
        }
    }
}
