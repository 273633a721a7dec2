using System.Text;

namespace Portico.Aws.Signing;

/// <summary>Signs requests to AWS services. Safe for use on any thread.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html"/>
public sealed class RequestSigner(SigningKeyCache keys, TimeProvider time)
{
    // What a proxy on the way may change, so that nobody signs it.
    private static readonly string[] NeverSigned = ["authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

    /// <summary>Signs by header.</summary>
    /// <param name="method">Upper case.</param>
    /// <param name="rawPath">As it will stand on the wire.</param>
    /// <param name="rawQuery">As it will stand on the wire, without the question mark.</param>
    /// <param name="headers">What will be sent, with <c>Host</c>; without the lines that signing adds.</param>
    /// <param name="payloadHash">See <see cref="PayloadHash"/>.</param>
    /// <param name="credentials">Whose signature it is.</param>
    /// <param name="region">The region called.</param>
    /// <param name="service">The service's signing name, such as <c>execute-api</c>.</param>
    /// <param name="pathForm">S3 differs from all others.</param>
    /// <returns>The lines to add: <c>X-Amz-Date</c>, for temporary credentials <c>X-Amz-Security-Token</c>, and <c>Authorization</c>.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, string rawPath, string rawQuery, IEnumerable<KeyValuePair<string, string>> headers, string payloadHash, AwsCredentials credentials, string region, string service,
        PathForm pathForm = PathForm.Normalised)
    {
        var timestamp = SigningTime.Text(time.GetUtcNow());
        var scope = new SigningScope(timestamp[..8], region, service);
        var added = new List<KeyValuePair<string, string>> { new("X-Amz-Date", timestamp) };
        if (credentials.SessionToken is { } token) added.Add(new("X-Amz-Security-Token", token));

        List<KeyValuePair<string, string>> lines = [.. headers, .. added];
        string[] signed = [.. lines.Select(line => line.Key.ToLowerInvariant()).Where(name => !NeverSigned.Contains(name)).Distinct().Order(StringComparer.Ordinal)];
        var signedText = string.Join(';', signed);
        var request = new SignableRequest(method, rawPath, rawQuery, new HeaderLines(lines)) { PathForm = pathForm };
        var signature = Compute(request, signed, signedText, payloadHash, timestamp, scope, credentials);
        added.Add(new("Authorization", $"{SignatureText.Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={signedText}, Signature={signature}"));
        return added;
    }

    /// <summary>Signs by query, for a URL that others may use.</summary>
    /// <param name="expires">From 1 second to 7 days.</param>
    /// <returns>The whole query, without the question mark.</returns>
    public string Presign(
        string method, string rawPath, string rawQuery, IEnumerable<KeyValuePair<string, string>> headers, string payloadHash, AwsCredentials credentials, string region, string service,
        TimeSpan expires, PathForm pathForm = PathForm.Normalised)
    {
        var timestamp = SigningTime.Text(time.GetUtcNow());
        var scope = new SigningScope(timestamp[..8], region, service);
        List<KeyValuePair<string, string>> lines = [.. headers];
        string[] signed = [.. lines.Select(line => line.Key.ToLowerInvariant()).Where(name => !NeverSigned.Contains(name)).Distinct().Order(StringComparer.Ordinal)];
        var signedText = string.Join(';', signed);

        var query = new StringBuilder(rawQuery);
        if (query.Length > 0) query.Append('&');
        query.Append("X-Amz-Algorithm=").Append(SignatureText.Algorithm)
            .Append("&X-Amz-Credential=").Append(Uri.EscapeDataString($"{credentials.AccessKeyId}/{scope}"))
            .Append("&X-Amz-Date=").Append(timestamp)
            .Append("&X-Amz-Expires=").Append((long)expires.TotalSeconds)
            .Append("&X-Amz-SignedHeaders=").Append(Uri.EscapeDataString(signedText));
        if (credentials.SessionToken is { } token) query.Append("&X-Amz-Security-Token=").Append(Uri.EscapeDataString(token));

        var request = new SignableRequest(method, rawPath, query.ToString(), new HeaderLines(lines)) { PathForm = pathForm };
        return query.Append("&X-Amz-Signature=").Append(Compute(request, signed, signedText, payloadHash, timestamp, scope, credentials)).ToString();
    }

    private string Compute(in SignableRequest request, string[] signed, string signedText, string payloadHash, string timestamp, in SigningScope scope, AwsCredentials credentials)
    {
        Span<byte> signature = stackalloc byte[SignatureText.Length];
        SignatureText.Compute(request, signed, signedText, payloadHash, timestamp, scope, keys.Get(credentials, scope), signature);
        return Encoding.ASCII.GetString(signature);
    }
}
