using Portico.Aws.Services;
using Portico.Aws.Signing;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.AwsService;

/// <summary>Objects in S3, or in what stands for it, read whole.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"/>
public sealed class S3Objects(AwsAccess aws)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Reads one.</summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="key">As it is, not encoded.</param>
    /// <param name="version">Null for the latest.</param>
    /// <param name="region">Where the bucket is.</param>
    /// <param name="maxBytes">What is longer is not read.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The object, or why there is none.</returns>
    public async ValueTask<(byte[]? Bytes, string? Problem)> ReadAsync(string bucket, string key, string? version, string region, int maxBytes, CancellationToken cancellationToken)
    {
        var s3 = AwsServices.Find("s3")!;
        var endpoint = aws.Endpoints.Find(s3, "aws", region, null, "s3");
        if (endpoint.Problem is { } problem) return (null, problem);
        if (aws.Identity.Find(endpoint.IsConfigured) is not { } credentials) return (null, "there are no credentials to ask S3 with; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_ENDPOINT_URL_S3");
        if (UriTemplate.TryParse($"{endpoint.Url}/")?.Resolve(new HeaderList()) is not var (origin, start)) return (null, $"'{endpoint.Url}' is no address");

        var path = $"{start}{Uri.EscapeDataString(bucket)}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        var query = version is null ? "" : $"versionId={Uri.EscapeDataString(version)}";
        var hash = PayloadHash.Of([]);
        var headers = new HeaderList();
        headers.Add("Host", origin.Authority);
        headers.Add("X-Amz-Content-Sha256", hash);
        foreach (var (name, value) in aws.Signer.Sign("GET", path, query, SignedLines.Of(headers), hash, credentials, region, s3.SigningName, PathForm.AsSent)) headers.Add(name, value);
        try
        {
            using var answer = await aws.BackEnds.SendAsync(
                new UpstreamRequest { Origin = origin, Method = "GET", Target = query.Length == 0 ? path : $"{path}?{query}", Headers = headers, TimeLimit = TimeLimit }, new HeaderList());
            if (answer.Status != 200) return (null, $"S3 answered {answer.Status}");
            using var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await answer.ReadAsync(buffer) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (bytes.Length + read > maxBytes) return (null, $"it is larger than {maxBytes} bytes");
                bytes.Write(buffer, 0, read);
            }

            return (bytes.ToArray(), null);
        }
        catch (UpstreamException exception)
        {
            return (null, $"S3 could not be asked: {exception.Message}");
        }
    }
}
